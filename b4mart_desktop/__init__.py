"""B4Mart Desktop: point of sale and store manager on MongoDB."""

__version__ = "0.1.0"
