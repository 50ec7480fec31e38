"""Titles and sentences for errors in what people do at the counter. ``errors`` looks them up.

A sentence says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from b4mart_desktop.domain.errors import ErrorCode

AT_COUNTER: Mapping[ErrorCode, tuple[object, object]] = {
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
    ErrorCode.CANCELLED: (
        QT_TRANSLATE_NOOP("errors", "Cancelled"),
        QT_TRANSLATE_NOOP("errors", "Nothing was changed."),
    ),
}
