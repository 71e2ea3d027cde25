"""What placements use up, and what is scarce of it."""
