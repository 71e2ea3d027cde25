"""Whether it lives, whether it is ready, and the numbers of its calls."""
