"""Titles and sentences for errors behind the counter: database, disk, files. ``errors`` looks them up.

A sentence says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from b4mart_desktop.domain.errors import ErrorCode

BEHIND_COUNTER: Mapping[ErrorCode, tuple[object, object]] = {
    ErrorCode.DATABASE_UNREACHABLE: (
        QT_TRANSLATE_NOOP("errors", "No connection to the database"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Selling goes on; sales are kept here and sent later. Check network "
            "and server if it lasts: {reason}",
        ),
    ),
    ErrorCode.DATABASE_REFUSED: (
        QT_TRANSLATE_NOOP("errors", "The database refused the sign-in"),
        QT_TRANSLATE_NOOP("errors", "Check user and password in MONGODB_URI."),
    ),
    ErrorCode.DATABASE_ADDRESS_INVALID: (
        QT_TRANSLATE_NOOP("errors", "The database address is not valid"),
        QT_TRANSLATE_NOOP("errors", "Check MONGODB_URI in the settings: {reason}"),
    ),
    ErrorCode.DATABASE_TLS_FAILED: (
        QT_TRANSLATE_NOOP("errors", "No secure connection"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The database's certificate was not accepted. Check the TLS options in "
            "MONGODB_URI and this computer's clock.",
        ),
    ),
    ErrorCode.NOT_A_REPLICA_SET: (
        QT_TRANSLATE_NOOP("errors", "The database is not a replica set"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Start the server with --replSet rs0 and run rs.initiate() once; a single server is enough.",
        ),
    ),
    ErrorCode.SERVER_TOO_OLD: (
        QT_TRANSLATE_NOOP("errors", "The database is too old"),
        QT_TRANSLATE_NOOP(
            "errors",
            "MongoDB 4.4 or newer is needed. Ask whoever runs the server to upgrade it.",
        ),
    ),
    ErrorCode.SHOP_NOT_SET_UP: (
        QT_TRANSLATE_NOOP("errors", "There is no shop here yet"),
        QT_TRANSLATE_NOOP(
            "errors", "This database has no store. Try the demo store, or name your shop's database."
        ),
    ),
    ErrorCode.SHOP_NOT_OPENED: (
        QT_TRANSLATE_NOOP("errors", "The shop cannot be opened"),
        QT_TRANSLATE_NOOP("errors", "Nothing is lost. The log file says more than this: {reason}."),
    ),
    ErrorCode.OTHER_DATABASE: (
        QT_TRANSLATE_NOOP("errors", "Another shop's database"),
        QT_TRANSLATE_NOOP(
            "errors",
            "What was sold here, in {folder}, belongs to another shop. Name that shop's database again"
            " (MONGODB_URI), or start with another data folder.",
        ),
    ),
    ErrorCode.REGISTER_TAKEN: (
        QT_TRANSLATE_NOOP("errors", "Register in use"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Register {wanted} is another device, {name}. Name another one (B4MART_REGISTER), or none.",
        ),
    ),
    ErrorCode.REGISTER_RUNNING: (
        QT_TRANSLATE_NOOP("errors", "The register runs"),
        QT_TRANSLATE_NOOP(
            "errors",
            "{name} is in use just now. End the program there first; only a register that is gone is"
            " retired.",
        ),
    ),
    ErrorCode.DATABASE_NEWER: (
        QT_TRANSLATE_NOOP("errors", "This program is too old"),
        QT_TRANSLATE_NOOP("errors", "The database was written by a newer version. Install the update."),
    ),
    ErrorCode.DATA_FOLDER_IN_USE: (
        QT_TRANSLATE_NOOP("errors", "Already running"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Another B4Mart (process {pid}) uses the folder {folder}. Use that window, or close it first.",
        ),
    ),
    ErrorCode.SERVER_BINARY_MISSING: (
        QT_TRANSLATE_NOOP("errors", "MongoDB is not installed"),
        QT_TRANSLATE_NOOP("errors", "Install the extra “embedded”, or set B4MART_MONGOD or MONGODB_URI."),
    ),
    ErrorCode.SERVER_LIBRARY_MISSING: (
        QT_TRANSLATE_NOOP("errors", "A system library is missing"),
        QT_TRANSLATE_NOOP(
            "errors",
            "MongoDB needs {library}. Install the package {package}, then start again.",
        ),
    ),
    ErrorCode.SERVER_FAILED_TO_START: (
        QT_TRANSLATE_NOOP("errors", "The database did not start"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The reason was: {reason}. Run “b4mart-desktop doctor” for a check of everything.",
        ),
    ),
    ErrorCode.SHARE_NEEDS_OWN_SERVER: (
        QT_TRANSLATE_NOOP("errors", "This counter has no database of its own"),
        QT_TRANSLATE_NOOP(
            "errors",
            "It works with {where}. Share the shop at the counter that has the database, or let the other"
            " counter use the same address.",
        ),
    ),
    ErrorCode.SHARE_CODE_UNKNOWN: (
        QT_TRANSLATE_NOOP("errors", "This is no code of a first counter"),
        QT_TRANSLATE_NOOP(
            "errors",
            "A code begins with B4MART1. Copy it again from “b4mart-desktop share” at the first counter.",
        ),
    ),
    ErrorCode.SHARE_CODE_NEWER: (
        QT_TRANSLATE_NOOP("errors", "The code is of another version"),
        QT_TRANSLATE_NOOP(
            "errors", "The first counter makes codes of version {version}. Install the same B4Mart on both."
        ),
    ),
    ErrorCode.SHARE_CODE_INCOMPLETE: (
        QT_TRANSLATE_NOOP("errors", "The code is not complete"),
        QT_TRANSLATE_NOOP("errors", "Its end is missing. Copy it from beginning to end."),
    ),
    ErrorCode.SHARE_CODE_MISTYPED: (
        QT_TRANSLATE_NOOP("errors", "The code is not right"),
        QT_TRANSLATE_NOOP(
            "errors", "Something in it was changed or left out. Copy it again, do not type it."
        ),
    ),
    ErrorCode.FIRST_COUNTER_UNREACHABLE: (
        QT_TRANSLATE_NOOP("errors", "The first counter does not answer"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Start B4Mart there; both computers must be in one network, and its firewall must let this one"
            " in. Tried: {hosts}. A counter that has sold before sells on meanwhile.",
        ),
    ),
    ErrorCode.FIRST_COUNTER_NOT_TRUSTED: (
        QT_TRANSLATE_NOOP("errors", "Another computer answers"),
        QT_TRANSLATE_NOOP(
            "errors",
            "What answers at {hosts} is not the counter that made the code. Check this computer's clock; if"
            " it is right, run “b4mart-desktop share” at the first counter and join with the new code.",
        ),
    ),
    ErrorCode.FIRST_COUNTER_REFUSED: (
        QT_TRANSLATE_NOOP("errors", "The code is not valid any more"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The first counter has a new code, or is not shared any more. Run “b4mart-desktop share” there,"
            " then “b4mart-desktop join” here with its code.",
        ),
    ),
    ErrorCode.DISK_WRITE_FAILED: (
        QT_TRANSLATE_NOOP("errors", "The disk cannot be written"),
        QT_TRANSLATE_NOOP("errors", "Free some space or check the rights of {path}: {reason}"),
    ),
    ErrorCode.KEYRING_UNREACHABLE: (
        QT_TRANSLATE_NOOP("errors", "The keyring does not answer"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The key to this counter's files is in this computer's keyring. Unlock it, then start again: "
            "{reason}. Only if it is gone for good: rename {path}, and a new key is made; sales that were "
            "not sent yet stay unreadable.",
        ),
    ),
    ErrorCode.KEY_RENEWED: (
        QT_TRANSLATE_NOOP("errors", "The key to this counter's files is gone"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Selling goes on with a new key and the next receipt numbers. {unsent} entries that were not "
            "sent yet cannot be read, nor carts put aside; they are kept and listed. Tell a manager: once "
            "the old keyring is restored, start again and they are sent.",
        ),
    ),
    ErrorCode.JOURNAL_DAMAGED: (
        QT_TRANSLATE_NOOP("errors", "The journal is damaged"),
        QT_TRANSLATE_NOOP(
            "errors",
            "What is readable was kept and the damaged part set aside. Tell a manager before selling on.",
        ),
    ),
    ErrorCode.JOURNAL_SALVAGED: (
        QT_TRANSLATE_NOOP("errors", "The journal was damaged"),
        QT_TRANSLATE_NOOP(
            "errors",
            "{recovered} entries were saved, {lost} are lost. Tell a manager: compare the receipts of the "
            "last days with the orders. The damaged file is kept: {kept}.",
        ),
    ),
    ErrorCode.JOURNAL_GONE: (
        QT_TRANSLATE_NOOP("errors", "The journal is gone"),
        QT_TRANSLATE_NOOP(
            "errors",
            "This counter has sold before, but {path} is not there. Selling goes on, with receipt numbers "
            "far above the last ones. Tell a manager: sales that were not sent yet are lost; compare the "
            "receipts of the last days with the orders.",
        ),
    ),
    ErrorCode.DESK_RENEWED: (
        QT_TRANSLATE_NOOP("errors", "The open sale was damaged"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The sale that was open here, and those put aside that no other register knows, cannot be read. "
            "Tell a manager: a card may have been charged for one of them. The damaged file is kept: {kept}.",
        ),
    ),
    ErrorCode.OTHER_STORE: (
        QT_TRANSLATE_NOOP("errors", "Not this shop's database"),
        QT_TRANSLATE_NOOP(
            "errors",
            "At the database's address another shop's answers, or an empty one. Go on selling: sales wait on"
            " this counter until the right database is back.",
        ),
    ),
    ErrorCode.CATALOGUE_LOADING: (
        QT_TRANSLATE_NOOP("errors", "The catalogue is being copied"),
        QT_TRANSLATE_NOOP(
            "errors",
            "This counter's copy of the catalogue is not complete yet. Try again in a moment; it goes on by"
            " itself.",
        ),
    ),
    ErrorCode.WORKER_ENDED: (
        QT_TRANSLATE_NOOP("errors", "A helper process ended"),
        QT_TRANSLATE_NOOP(
            "errors", "It is started again by itself ({reason}). If it happens often, see the log."
        ),
    ),
    ErrorCode.REPLICA_RENEWED: (
        QT_TRANSLATE_NOOP("errors", "The catalogue was copied anew"),
        QT_TRANSLATE_NOOP(
            "errors", "This counter's copy could not be used ({reason}). No sale was in it; go on selling."
        ),
    ),
    ErrorCode.OTHER_FILE: (
        QT_TRANSLATE_NOOP("errors", "This is another file"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The import of {file} goes on only with that very file. Import this one, or the changed one, from"
            " the beginning: what is done already stays as it is.",
        ),
    ),
    ErrorCode.FILE_UNREADABLE: (
        QT_TRANSLATE_NOOP("errors", "The file cannot be read"),
        QT_TRANSLATE_NOOP("errors", "{path}: {reason}"),
    ),
    ErrorCode.DOCUMENT_FAILED: (
        QT_TRANSLATE_NOOP("errors", "The document could not be made"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The sale is safe. Try again; if it fails again, tell a manager: {reason}",
        ),
    ),
    ErrorCode.PRINTING_FAILED: (
        QT_TRANSLATE_NOOP("errors", "Printing failed"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The sale is safe. Check paper and cable, then print again with Ctrl+P: {reason}",
        ),
    ),
}
