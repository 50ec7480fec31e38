"""This counter's own files (SQLite): the replica of what it reads, the journal of what it did, its desk."""
