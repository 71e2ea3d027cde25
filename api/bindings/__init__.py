"""Pins and forbids over HTTP."""
