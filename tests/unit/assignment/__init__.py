"""Tests that mirror matcher/assignment."""
