"""Models of what makes a placement last: listed, read with their card, let in and taken out."""
