"""Support offers, budgets and clauses over HTTP."""
