"""Coded reasons over HTTP."""
