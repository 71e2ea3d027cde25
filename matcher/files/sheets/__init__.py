"""The declarations of the sheets: what a sheet and a column are, and each group of sheets."""
