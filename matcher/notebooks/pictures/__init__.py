"""The pictures of the notebooks, one file for each notebook; `drawing` holds what they have in common."""
