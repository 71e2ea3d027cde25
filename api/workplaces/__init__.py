"""Workplaces over HTTP."""
