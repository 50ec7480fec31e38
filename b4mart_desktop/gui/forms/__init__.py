"""Code generated from ui/*.ui by ``dev.py forms``; nothing here is written by hand."""
