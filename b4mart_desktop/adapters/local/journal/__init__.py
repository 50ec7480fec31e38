"""The journal: every fact of this counter, sealed and on disk before anybody is told of it."""
