"""Openings over HTTP."""
