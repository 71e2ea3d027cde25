"""How the tables came to be: run by `matcher.store.schema`."""
