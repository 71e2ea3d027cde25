"""What the municipality has set, and the rules of law in force, over HTTP."""
