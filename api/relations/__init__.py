"""Whose case a candidate is."""
