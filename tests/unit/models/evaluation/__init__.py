"""The measures, each on a case worked out by hand."""
