"""Whom one opening could be for."""
