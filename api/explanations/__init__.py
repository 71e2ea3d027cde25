"""Explanations of one pair."""
