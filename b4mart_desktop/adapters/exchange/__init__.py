"""Imports and exports in a process of their own, so that the windows keep the interpreter to themselves."""
