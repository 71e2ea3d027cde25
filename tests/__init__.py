"""Tests: sentences about behaviour on tiny named cases."""
