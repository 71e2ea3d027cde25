"""The world whose truth is known."""
