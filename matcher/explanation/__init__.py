"""Why: one structured trace for each result, and three texts read off it."""
