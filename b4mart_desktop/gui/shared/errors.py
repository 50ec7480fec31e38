"""The one table from error code to what a person reads: a title, and a sentence that says what to do next.

Field errors stand beside their field; everything that is no `B4MartError` is a bug and goes to `crash`.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from decimal import Decimal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.gui.style.formats import Formats

_CONTEXT = "errors"
_MONEY = frozenset({"missing", "too_much"})
_UNKNOWN = "–"

_TEXTS = {
    ErrorCode.SIGN_IN_REFUSED: (
        QT_TRANSLATE_NOOP("errors", "Not signed in"),
        QT_TRANSLATE_NOOP("errors", "The name, password, PIN or badge is not right. Check it and try again."),
    ),
    ErrorCode.SIGN_IN_BLOCKED: (
        QT_TRANSLATE_NOOP("errors", "Too many attempts"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Wait {wait} min, then try again, or sign in with the badge.",
        ),
    ),
    ErrorCode.NOT_SIGNED_IN: (
        QT_TRANSLATE_NOOP("errors", "Nobody is signed in"),
        QT_TRANSLATE_NOOP("errors", "Sign in first."),
    ),
    ErrorCode.NOBODY_MAY_SIGN_IN: (
        QT_TRANSLATE_NOOP("errors", "Nobody may sign in"),
        QT_TRANSLATE_NOOP("errors", "The store has no active staff. Add somebody, then try again."),
    ),
    ErrorCode.NOT_ALLOWED: (
        QT_TRANSLATE_NOOP("errors", "Not permitted"),
        QT_TRANSLATE_NOOP("errors", "This needs the role {role}. Ask somebody with it to sign in."),
    ),
    ErrorCode.UNKNOWN_CODE: (
        QT_TRANSLATE_NOOP("errors", "Unknown code"),
        QT_TRANSLATE_NOOP("errors", "No product has the code {code}. Search for it by name, or scan again."),
    ),
    ErrorCode.CODE_TOO_SHORT: (
        QT_TRANSLATE_NOOP("errors", "Code too short"),
        QT_TRANSLATE_NOOP("errors", "{code} is not a whole code. Scan again, or search by name."),
    ),
    ErrorCode.PRODUCT_NOT_FOR_SALE: (
        QT_TRANSLATE_NOOP("errors", "Not for sale"),
        QT_TRANSLATE_NOOP(
            "errors",
            "{name} is not for sale at the moment. A manager can activate it in the catalogue.",
        ),
    ),
    ErrorCode.PRICE_MISSING: (
        QT_TRANSLATE_NOOP("errors", "No price"),
        QT_TRANSLATE_NOOP("errors", "{name} has no price. Enter one, or ask a manager to set it."),
    ),
    ErrorCode.QUANTITY_OUT_OF_RANGE: (
        QT_TRANSLATE_NOOP("errors", "Quantity not possible"),
        QT_TRANSLATE_NOOP("errors", "Enter a quantity from {least} to {most}."),
    ),
    ErrorCode.AMOUNT_OUT_OF_RANGE: (
        QT_TRANSLATE_NOOP("errors", "Amount not possible"),
        QT_TRANSLATE_NOOP("errors", "Enter an amount from {least} to {most}."),
    ),
    ErrorCode.NOT_A_NUMBER: (
        QT_TRANSLATE_NOOP("errors", "Not a number"),
        QT_TRANSLATE_NOOP("errors", "{text} is not a number. Use digits, and a comma or point for decimals."),
    ),
    ErrorCode.LINE_NOT_FOUND: (
        QT_TRANSLATE_NOOP("errors", "Line is gone"),
        QT_TRANSLATE_NOOP("errors", "The line was removed meanwhile. Choose another one."),
    ),
    ErrorCode.NOTHING_TO_UNDO: (
        QT_TRANSLATE_NOOP("errors", "Nothing to undo"),
        QT_TRANSLATE_NOOP("errors", "The last step was undone already."),
    ),
    ErrorCode.CART_EMPTY: (
        QT_TRANSLATE_NOOP("errors", "The sale is empty"),
        QT_TRANSLATE_NOOP("errors", "Scan or choose a product first."),
    ),
    ErrorCode.CART_BEING_PAID: (
        QT_TRANSLATE_NOOP("errors", "Payment has begun"),
        QT_TRANSLATE_NOOP(
            "errors",
            "The sale cannot change while it is being paid. Go back to it to change something.",
        ),
    ),
    ErrorCode.PARTLY_PAID: (
        QT_TRANSLATE_NOOP("errors", "Part of it is paid"),
        QT_TRANSLATE_NOOP("errors", "Pay the rest of the sale, or take back what was paid with F9 first."),
    ),
    ErrorCode.PAID_DIFFERENTLY: (
        QT_TRANSLATE_NOOP("errors", "Paid already"),
        QT_TRANSLATE_NOOP(
            "errors",
            "This sale is on record as {number}, with other items or another total. Void it and start anew.",
        ),
    ),
    ErrorCode.NOT_ENOUGH_TENDERED: (
        QT_TRANSLATE_NOOP("errors", "Not paid in full"),
        QT_TRANSLATE_NOOP("errors", "{missing} is still missing. Take more, or choose another way to pay."),
    ),
    ErrorCode.TENDER_TOO_LARGE: (
        QT_TRANSLATE_NOOP("errors", "More than is due"),
        QT_TRANSLATE_NOOP(
            "errors",
            "That is {too_much} too much. Only cash can be more than the amount due.",
        ),
    ),
    ErrorCode.HELD_CART_GONE: (
        QT_TRANSLATE_NOOP("errors", "Held sale is gone"),
        QT_TRANSLATE_NOOP("errors", "It was gone on with, or given up. Choose another one."),
    ),
    ErrorCode.HELD_CART_TAKEN: (
        QT_TRANSLATE_NOOP("errors", "Taken by register {register}"),
        QT_TRANSLATE_NOOP(
            "errors", "Register {register} goes on with it. Ask there, or choose another sale."
        ),
    ),
    ErrorCode.HELD_CART_ELSEWHERE: (
        QT_TRANSLATE_NOOP("errors", "Not to be had while offline"),
        QT_TRANSLATE_NOOP(
            "errors",
            "It was put aside at register {register}, and without the database nobody can say whether it is "
            "still there. Go on with it at register {register}, or wait until this counter is online.",
        ),
    ),
    ErrorCode.HELD_CART_DOUBLED: (
        QT_TRANSLATE_NOOP("errors", "Taken up at two registers"),
        QT_TRANSLATE_NOOP(
            "errors",
            "“{label}” ({total}) was taken up here while offline, and at register {register} at {time}, too."
            " Only one of the two may be paid: ask there, and void the other. The audit log has it.",
        ),
    ),
    ErrorCode.NO_RECEIPT_YET: (
        QT_TRANSLATE_NOOP("errors", "No receipt yet"),
        QT_TRANSLATE_NOOP("errors", "Nothing was sold in this shift so far."),
    ),
    ErrorCode.NO_OPEN_SHIFT: (
        QT_TRANSLATE_NOOP("errors", "No open shift"),
        QT_TRANSLATE_NOOP("errors", "Open a shift with the cash in the drawer first."),
    ),
    ErrorCode.SHIFT_ALREADY_OPEN: (
        QT_TRANSLATE_NOOP("errors", "A shift is open"),
        QT_TRANSLATE_NOOP("errors", "Close the open shift at this register first."),
    ),
    ErrorCode.FIELD_REQUIRED: (
        QT_TRANSLATE_NOOP("errors", "Something is missing"),
        QT_TRANSLATE_NOOP("errors", "Fill in: {field}."),
    ),
    ErrorCode.FIELD_INVALID: (
        QT_TRANSLATE_NOOP("errors", "Something is not right"),
        QT_TRANSLATE_NOOP("errors", "Check the field {field}: {value} cannot be used."),
    ),
    ErrorCode.NOT_FOUND: (
        QT_TRANSLATE_NOOP("errors", "Not found"),
        QT_TRANSLATE_NOOP("errors", "The {what} does not exist, or not any more. Refresh and look again."),
    ),
    ErrorCode.CHANGED_MEANWHILE: (
        QT_TRANSLATE_NOOP("errors", "Changed meanwhile"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Somebody else changed this. Look at the new version, then change it again.",
        ),
    ),
    ErrorCode.DUPLICATE: (
        QT_TRANSLATE_NOOP("errors", "Exists already"),
        QT_TRANSLATE_NOOP("errors", "Something else has the same name or code. Use another one."),
    ),
    ErrorCode.UNREADABLE_DOCUMENT: (
        QT_TRANSLATE_NOOP("errors", "A record cannot be read"),
        QT_TRANSLATE_NOOP("errors", "It was skipped and stands in the data-quality list: {reason}"),
    ),
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
    ErrorCode.CANCELLED: (
        QT_TRANSLATE_NOOP("errors", "Cancelled"),
        QT_TRANSLATE_NOOP("errors", "Nothing was changed."),
    ),
}

_WORDS = {
    "store": QT_TRANSLATE_NOOP("errors", "store"),
    "register": QT_TRANSLATE_NOOP("errors", "register"),
    "product": QT_TRANSLATE_NOOP("errors", "product"),
    "customer": QT_TRANSLATE_NOOP("errors", "customer"),
    "order": QT_TRANSLATE_NOOP("errors", "order"),
    "receipt": QT_TRANSLATE_NOOP("errors", "receipt"),
    "shift": QT_TRANSLATE_NOOP("errors", "shift"),
    "clerk": QT_TRANSLATE_NOOP("errors", "clerk"),
    "supervisor": QT_TRANSLATE_NOOP("errors", "supervisor"),
    "manager": QT_TRANSLATE_NOOP("errors", "manager"),
    "owner": QT_TRANSLATE_NOOP("errors", "owner"),
    "name": QT_TRANSLATE_NOOP("errors", "name"),
    "e-mail": QT_TRANSLATE_NOOP("errors", "e-mail"),
    "phone": QT_TRANSLATE_NOOP("errors", "phone"),
    "price": QT_TRANSLATE_NOOP("errors", "price"),
    "measure": QT_TRANSLATE_NOOP("errors", "measure"),
    "quantity": QT_TRANSLATE_NOOP("errors", "quantity"),
    "reason": QT_TRANSLATE_NOOP("errors", "reason"),
}


def describe(error: B4MartError, formats: Formats | None = None) -> tuple[str, str]:
    """Returns the translated title and sentence for an error, its data filled in.

    A code without a text, which a test forbids, is still told: with its name and data.

    Args:
        error: The expected error.
        formats: How to write amounts; without it they are plain numbers.
    """
    texts = _TEXTS.get(error.code)
    if texts is None:
        return _translate("It could not be done"), str(error)
    title, sentence = texts
    data = _Data({name: _write(name, value, formats) for name, value in error.data.items()})
    return _translate(str(title)), _translate(str(sentence)).format_map(data)


class _Data(dict[str, str]):
    """What a sentence names but the error does not carry is shown as a dash, never raised."""

    def __missing__(self, name: str) -> str:
        return _UNKNOWN


def _write(name: str, value: object, formats: Formats | None) -> str:
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, Decimal) and formats is not None:
        return formats.money(value) if name in _MONEY else formats.quantity(value)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(math.ceil(value.total_seconds()), 60)
        return f"{minutes}:{seconds:02}"
    if isinstance(value, str) and value in _WORDS:
        return _translate(str(_WORDS[value]))
    return _UNKNOWN if value in (None, "") else str(value)


def _translate(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)
