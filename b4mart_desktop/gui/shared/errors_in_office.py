"""Titles and sentences for errors of managers' work: catalogue, pictures, prices. ``errors`` looks them up.

A sentence says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from b4mart_desktop.domain.errors import ErrorCode

IN_OFFICE: Mapping[ErrorCode, tuple[object, object]] = {
    ErrorCode.CATEGORY_BELOW_ITSELF: (
        QT_TRANSLATE_NOOP("errors", "A category cannot be below itself"),
        QT_TRANSLATE_NOOP("errors", "Take what is to be above {name} out from below it first."),
    ),
    ErrorCode.CATEGORY_NOT_EMPTY: (
        QT_TRANSLATE_NOOP("errors", "The category is not empty"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Products or categories are still in {name}. Merge it into another one, or move them first.",
        ),
    ),
    ErrorCode.PICTURE_INVALID: (
        QT_TRANSLATE_NOOP("errors", "Not a picture"),
        QT_TRANSLATE_NOOP("errors", "{name} holds no picture that can be read. Use JPEG, PNG or WebP."),
    ),
    ErrorCode.PICTURE_FORMAT_UNKNOWN: (
        QT_TRANSLATE_NOOP("errors", "Unknown kind of picture"),
        QT_TRANSLATE_NOOP(
            "errors",
            "{format} pictures cannot be used. Open {name} and export it as JPEG or PNG, then add that.",
        ),
    ),
    ErrorCode.PICTURE_TRUNCATED: (
        QT_TRANSLATE_NOOP("errors", "The picture is damaged"),
        QT_TRANSLATE_NOOP("errors", "Part of {name} is missing. Copy it again from where it comes from."),
    ),
    ErrorCode.PICTURE_TOO_LARGE: (
        QT_TRANSLATE_NOOP("errors", "The picture is too large"),
        QT_TRANSLATE_NOOP("errors", "{name} has {size}; up to {limit} can be used. Make it smaller first."),
    ),
    ErrorCode.PICTURE_NOT_FETCHED: (
        QT_TRANSLATE_NOOP("errors", "The picture cannot be fetched"),
        QT_TRANSLATE_NOOP("errors", "{name}: {reason}. Save it to a file first, then use the file."),
    ),
    ErrorCode.PICTURE_HOST_REFUSED: (
        QT_TRANSLATE_NOOP("errors", "Cloudinary refused the picture"),
        QT_TRANSLATE_NOOP("errors", "Check the account in the settings (CLOUDINARY_…): {reason}"),
    ),
    ErrorCode.PICTURE_HOST_BUSY: (
        QT_TRANSLATE_NOOP("errors", "Cloudinary takes no more pictures for now"),
        QT_TRANSLATE_NOOP("errors", "Too many were sent in a short time. Try again in a few minutes."),
    ),
    ErrorCode.PICTURE_HOST_UNREACHABLE: (
        QT_TRANSLATE_NOOP("errors", "Cloudinary cannot be reached"),
        QT_TRANSLATE_NOOP("errors", "The picture was not sent. Check the internet, then try again: {reason}"),
    ),
    ErrorCode.TAX_IN_USE: (
        QT_TRANSLATE_NOOP("errors", "This tax class is in use"),
        QT_TRANSLATE_NOOP("errors", "Products name {name}. Give them another class first, then remove it."),
    ),
    ErrorCode.LABEL_PRINTER_UNREACHABLE: (
        QT_TRANSLATE_NOOP("errors", "The label printer does not answer"),
        QT_TRANSLATE_NOOP(
            "errors", "Nothing was printed. Check that it is on and that {address} is its address: {reason}"
        ),
    ),
    ErrorCode.LABEL_PRINTER_STOPPED: (
        QT_TRANSLATE_NOOP("errors", "The label printer took {percent} % of the labels"),
        QT_TRANSLATE_NOOP(
            "errors",
            "Check its labels and ribbon. None is noted as printed; print those that are missing: {reason}",
        ),
    ),
    ErrorCode.COUPON_UNKNOWN: (
        QT_TRANSLATE_NOOP("errors", "Unknown coupon"),
        QT_TRANSLATE_NOOP("errors", "No promotion has the coupon {code}. Check what is printed on it."),
    ),
    ErrorCode.COUPON_NOT_NOW: (
        QT_TRANSLATE_NOOP("errors", "The coupon cannot be used now"),
        QT_TRANSLATE_NOOP("errors", "{name} does not run here and now. Go on without it."),
    ),
    ErrorCode.COUPON_NEEDS_CUSTOMER: (
        QT_TRANSLATE_NOOP("errors", "The coupon is for known customers"),
        QT_TRANSLATE_NOOP("errors", "{name} is limited for each customer. Choose the customer first."),
    ),
    ErrorCode.COUPON_DOUBLED: (
        QT_TRANSLATE_NOOP("errors", "The sale has a coupon of this promotion"),
        QT_TRANSLATE_NOOP("errors", "{name} counts once a sale. Keep {code}, or take it out first."),
    ),
    ErrorCode.COUPON_USED_UP: (
        QT_TRANSLATE_NOOP("errors", "The coupon is used up"),
        QT_TRANSLATE_NOOP("errors", "{name} was used {used} of {limit} times. Go on without it."),
    ),
}
