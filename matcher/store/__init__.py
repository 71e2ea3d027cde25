"""What is kept, and how: the only place that knows SQLAlchemy. One migration history for SQLite and PostgreSQL."""

from matcher.store.connecting import Store, open_store

__all__ = ["Store", "open_store"]
