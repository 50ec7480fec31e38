"""What is not in the database yet, and what to do about it."""
