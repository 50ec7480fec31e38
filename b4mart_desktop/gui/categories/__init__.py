"""The categories room."""
