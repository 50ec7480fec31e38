"""The pictures that README shows, made with the real program on a small demo store."""
