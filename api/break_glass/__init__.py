"""Broken glasses: an emergency look, and its review."""
