"""Danish job text: an ESCO release, and linking what people write to tasks, occupations, demands and accommodations."""
