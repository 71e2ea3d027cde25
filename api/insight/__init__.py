"""What a person may know of herself, over HTTP."""
