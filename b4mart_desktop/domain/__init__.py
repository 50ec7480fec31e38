"""What a shop is: records (one definition per document) and pure functions.

Imports the standard library and msgspec, nothing else. No texts a person reads, no clocks, no I/O.
"""
