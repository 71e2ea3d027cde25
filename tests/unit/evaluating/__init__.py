"""Measuring plans."""
