"""The catalogue: the list of all products, its filters and views, and changes to many at once."""
