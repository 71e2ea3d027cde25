"""Facts shipped as data with a source: accommodations, tasks, legal rules with dates, postcodes, words."""
