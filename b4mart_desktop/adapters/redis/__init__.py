"""Redis, where the shop has one: words between counters, the web store's cache, wrong PINs store-wide.

Nothing is kept here that is not elsewhere or cannot be lost, and nothing here can make anybody wait:

    link     the one client and its subscription; knows whether Redis can be counted on now
    cache    forgets what the web store remembers of changed documents
    guesses  wrong PINs on all counters together
"""
