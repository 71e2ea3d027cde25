"""Plans for everybody at once."""
