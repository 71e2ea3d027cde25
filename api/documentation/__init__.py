"""The description of the API as a page of our own: nothing is loaded from elsewhere, nothing runs in the browser."""
