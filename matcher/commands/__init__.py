"""One file for each command: read what is asked, call the engine, show the answer. Heavy imports stay inside."""
