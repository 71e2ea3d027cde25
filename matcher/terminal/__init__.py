"""What the command prints: Danish words and numbers, tables, bars and progress. Decides nothing and reads no file."""
