"""Numbers as they may be seen, and whoever tries to work out those that may not."""
