"""The doctor: checks of everything the program depends on, each with what was found and what to do.

Belongs here: checks that change nothing. Does not belong here: repairing, and anything of Qt.

    results  what a check says, and the table of all
    machine  this computer: versions, fonts, folders, time zones, printers
    servers  mongod, MongoDB, its clock, Redis
    stripe   the shape of the keys
    doctor   all checks in order
"""
