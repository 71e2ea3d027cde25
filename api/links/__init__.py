"""Links to a shortlist, for an employer without an account."""
