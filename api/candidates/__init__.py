"""Candidates over HTTP."""
