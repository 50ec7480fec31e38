"""The first load of the replica, and every load from nothing after it, in a process of its own.

Belongs here: how documents get from MongoDB into the file at full speed. Following changes belongs to
``backstage.replicator``.
"""
