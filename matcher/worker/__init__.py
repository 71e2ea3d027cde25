"""The worker: a process of its own that takes jobs from the table and does them, one at a time."""
