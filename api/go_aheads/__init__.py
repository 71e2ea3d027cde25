"""The candidates' yes over HTTP."""
