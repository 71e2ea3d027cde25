"""What the documents promise, run."""
