"""The parts of services that need no database."""
