"""What free text speaks of."""
