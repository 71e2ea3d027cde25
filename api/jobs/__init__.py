"""Work that goes on after the call."""
