"""The errors a person can be told about: a code and data, never a text.

``gui.shared.errors`` holds the one table from code to translated sentence. Belongs here: every code of
the program. Does not belong here: wording, and errors that are our own bugs (those stay plain exceptions).

    B4MartError
    ├── DomainError    a rule of the shop says no (permission, amount, state)
    └── AdapterError   the outside world says no (database, disk, printer, file)
"""

import enum


class ErrorCode(enum.Enum):
    """Every reason a person may be shown, by what is wrong rather than by who found it."""

    # Signing in and permissions
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_BLOCKED = "sign_in_blocked"
    NOT_SIGNED_IN = "not_signed_in"
    NOBODY_MAY_SIGN_IN = "nobody_may_sign_in"
    NOT_ALLOWED = "not_allowed"

    # Selling
    UNKNOWN_CODE = "unknown_code"
    CODE_TOO_SHORT = "code_too_short"
    PRODUCT_NOT_FOR_SALE = "product_not_for_sale"
    PRICE_MISSING = "price_missing"
    QUANTITY_OUT_OF_RANGE = "quantity_out_of_range"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    NOT_A_NUMBER = "not_a_number"
    LINE_NOT_FOUND = "line_not_found"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CART_EMPTY = "cart_empty"
    CART_BEING_PAID = "cart_being_paid"
    PARTLY_PAID = "partly_paid"
    PAID_DIFFERENTLY = "paid_differently"
    NOT_ENOUGH_TENDERED = "not_enough_tendered"
    TENDER_TOO_LARGE = "tender_too_large"
    HELD_CART_GONE = "held_cart_gone"
    HELD_CART_TAKEN = "held_cart_taken"
    HELD_CART_ELSEWHERE = "held_cart_elsewhere"
    HELD_CART_DOUBLED = "held_cart_doubled"
    NO_RECEIPT_YET = "no_receipt_yet"

    # Shifts
    NO_OPEN_SHIFT = "no_open_shift"
    SHIFT_ALREADY_OPEN = "shift_already_open"

    # Records
    FIELD_REQUIRED = "field_required"
    FIELD_INVALID = "field_invalid"
    NOT_FOUND = "not_found"
    CHANGED_MEANWHILE = "changed_meanwhile"
    DUPLICATE = "duplicate"
    CATEGORY_BELOW_ITSELF = "category_below_itself"
    CATEGORY_NOT_EMPTY = "category_not_empty"
    UNREADABLE_DOCUMENT = "unreadable_document"
    TAX_IN_USE = "tax_in_use"

    # Database and network
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_REFUSED = "database_refused"
    DATABASE_ADDRESS_INVALID = "database_address_invalid"
    DATABASE_TLS_FAILED = "database_tls_failed"
    NOT_A_REPLICA_SET = "not_a_replica_set"
    SERVER_TOO_OLD = "server_too_old"
    SHOP_NOT_SET_UP = "shop_not_set_up"
    SHOP_NOT_OPENED = "shop_not_opened"
    DATABASE_NEWER = "database_newer"
    OTHER_DATABASE = "other_database"
    OTHER_STORE = "other_store"
    REGISTER_TAKEN = "register_taken"
    REGISTER_RUNNING = "register_running"
    DATA_FOLDER_IN_USE = "data_folder_in_use"
    SERVER_BINARY_MISSING = "server_binary_missing"
    SERVER_LIBRARY_MISSING = "server_library_missing"
    SERVER_FAILED_TO_START = "server_failed_to_start"

    # Pictures
    PICTURE_INVALID = "picture_invalid"
    PICTURE_FORMAT_UNKNOWN = "picture_format_unknown"
    PICTURE_TRUNCATED = "picture_truncated"
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_NOT_FETCHED = "picture_not_fetched"
    PICTURE_HOST_REFUSED = "picture_host_refused"
    PICTURE_HOST_BUSY = "picture_host_busy"
    PICTURE_HOST_UNREACHABLE = "picture_host_unreachable"

    # A second counter
    SHARE_NEEDS_OWN_SERVER = "share_needs_own_server"
    SHARE_CODE_UNKNOWN = "share_code_unknown"
    SHARE_CODE_NEWER = "share_code_newer"
    SHARE_CODE_INCOMPLETE = "share_code_incomplete"
    SHARE_CODE_MISTYPED = "share_code_mistyped"
    FIRST_COUNTER_UNREACHABLE = "first_counter_unreachable"
    FIRST_COUNTER_NOT_TRUSTED = "first_counter_not_trusted"
    FIRST_COUNTER_REFUSED = "first_counter_refused"

    # Local disk and files
    DISK_WRITE_FAILED = "disk_write_failed"
    KEYRING_UNREACHABLE = "keyring_unreachable"
    KEY_RENEWED = "key_renewed"
    JOURNAL_DAMAGED = "journal_damaged"
    JOURNAL_SALVAGED = "journal_salvaged"
    JOURNAL_GONE = "journal_gone"
    DESK_RENEWED = "desk_renewed"
    REPLICA_RENEWED = "replica_renewed"
    CATALOGUE_LOADING = "catalogue_loading"
    WORKER_ENDED = "worker_ended"
    FILE_UNREADABLE = "file_unreadable"
    OTHER_FILE = "other_file"
    DOCUMENT_FAILED = "document_failed"
    PRINTING_FAILED = "printing_failed"
    LABEL_PRINTER_UNREACHABLE = "label_printer_unreachable"
    LABEL_PRINTER_STOPPED = "label_printer_stopped"

    COUPON_UNKNOWN = "coupon_unknown"
    COUPON_NOT_NOW = "coupon_not_now"
    COUPON_NEEDS_CUSTOMER = "coupon_needs_customer"
    COUPON_DOUBLED = "coupon_doubled"
    COUPON_USED_UP = "coupon_used_up"

    CANCELLED = "cancelled"


class B4MartError(Exception):
    """An error with a code and the data that its sentence needs.

    Attributes:
        code: What is wrong.
        data: Values for the sentence (amounts, names, places), by name.
    """

    def __init__(self, code: ErrorCode, /, **data: object) -> None:
        details = ", ".join(f"{name}={value!r}" for name, value in data.items())
        super().__init__(f"{code.value}({details})")
        self.code = code
        self.data = data


class DomainError(B4MartError):
    """A rule of the shop says no."""


class AdapterError(B4MartError):
    """The outside world says no."""
