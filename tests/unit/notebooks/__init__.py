"""Tests of `matcher/notebooks`."""
