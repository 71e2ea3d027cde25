"""Disclosure control: numbers of people as they may be seen, so that none tells of few (TRUST E1.4)."""
