"""Our own mongod in the user's data folder: finding, starting, preparing and stopping it.

Belongs here: everything that is only true for the server this program starts itself. Does not belong here:
how documents are read and written (the rest of `adapters.mongo`, the same for every server).

    binary       where the executable is
    folder       the files of the server: data, secrets, port, log
    lock         one program per data folder
    process      the running mongod, and one left over from a crash
    replica_set  from "it listens" to "it is primary and we may sign in"
    server       `EmbeddedMongo`, which does all of it in order
"""

from b4mart_desktop.adapters.mongo.embedded.server import EmbeddedMongo, StartStage

__all__ = ["EmbeddedMongo", "StartStage"]
