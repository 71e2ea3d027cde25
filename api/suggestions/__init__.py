"""Suggestions for one person."""
