"""Hashing of passwords and PINs. Who may sign in belongs to ``services.signing_in``."""
