"""The services and the API over a filled office, on both databases."""
