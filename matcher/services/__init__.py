"""What a user can ask for. The only door to the data: each call is one unit of work, one transaction, logged."""
