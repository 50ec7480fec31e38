"""The only composition root: settings → adapters → services → background → windows; loop and shutdown.

``program`` owns window and loop, ``shop`` everything behind them, ``smoke`` proves a build complete.
"""
