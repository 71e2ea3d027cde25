"""Employers over HTTP."""
