"""What is asked of rows once their cells can be read: alone, against each other, against the rows they refer to."""
