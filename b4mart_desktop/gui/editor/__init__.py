"""The product editor: one product with all its fields, its history, and other people's changes of it."""
