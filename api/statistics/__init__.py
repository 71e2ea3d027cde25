"""People in numbers, over HTTP."""
