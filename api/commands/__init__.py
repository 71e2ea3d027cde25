"""Commands that need the API; the others are in `matcher.commands`."""
