"""Bringing products in from files and taking them out: the room, its pages, its words."""
