"""What came from outside: guarded, opened, and laid out as rows of cells."""
