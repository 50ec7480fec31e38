"""Who may do what, declared once: action × role. Asking belongs to ``services.gate``."""

import enum
from collections.abc import Mapping

from b4mart_desktop.domain.people import StaffRole


class Action(enum.StrEnum):
    """Everything a member of staff may or may not do."""

    SELL = "sell"
    OPEN_SHIFT = "open_shift"
    CLOSE_SHIFT = "close_shift"
    SEE_EXPECTED_CASH = "see_expected_cash"
    NO_SALE = "no_sale"
    DISCOUNT = "discount"
    CHANGE_PRICE = "change_price"
    REMOVE_LINE = "remove_line"
    VOID_SALE = "void_sale"
    HOLD_SALE = "hold_sale"
    RECALL_UNCONFIRMED = "recall_unconfirmed"
    REPRINT = "reprint"
    REFUND = "refund"
    TAKE_BACK_TENDER = "take_back_tender"
    ADD_CUSTOMER = "add_customer"
    SEE_OWN_ORDERS = "see_own_orders"
    SEE_ALL_ORDERS = "see_all_orders"
    SEE_QUEUE = "see_queue"
    RETRY_QUEUE = "retry_queue"
    SEE_REGISTERS = "see_registers"
    MANAGE_REGISTERS = "manage_registers"
    SEE_CATALOGUE = "see_catalogue"
    SEE_COSTS = "see_costs"
    EDIT_CATALOGUE = "edit_catalogue"
    CHANGE_CATALOGUE_PRICES = "change_catalogue_prices"
    ADJUST_STOCK = "adjust_stock"
    MANAGE_PROMOTIONS = "manage_promotions"
    MANAGE_TAXES = "manage_taxes"
    PRINT_LABELS = "print_labels"
    MANAGE_LABEL_RULES = "manage_label_rules"
    IMPORT_PRODUCTS = "import_products"
    EXPORT_PRODUCTS = "export_products"
    CHANGE_SETTINGS = "change_settings"


LOWEST_ROLE: Mapping[Action, StaffRole] = {
    Action.SELL: StaffRole.CLERK,
    Action.OPEN_SHIFT: StaffRole.CLERK,
    Action.CLOSE_SHIFT: StaffRole.CLERK,
    Action.SEE_EXPECTED_CASH: StaffRole.SUPERVISOR,
    Action.NO_SALE: StaffRole.SUPERVISOR,
    Action.DISCOUNT: StaffRole.SUPERVISOR,
    Action.CHANGE_PRICE: StaffRole.SUPERVISOR,
    Action.REMOVE_LINE: StaffRole.CLERK,
    Action.VOID_SALE: StaffRole.CLERK,
    Action.HOLD_SALE: StaffRole.CLERK,
    Action.RECALL_UNCONFIRMED: StaffRole.SUPERVISOR,
    Action.REPRINT: StaffRole.CLERK,
    Action.REFUND: StaffRole.SUPERVISOR,
    Action.TAKE_BACK_TENDER: StaffRole.SUPERVISOR,
    Action.ADD_CUSTOMER: StaffRole.CLERK,
    Action.SEE_OWN_ORDERS: StaffRole.CLERK,
    Action.SEE_ALL_ORDERS: StaffRole.SUPERVISOR,
    Action.SEE_QUEUE: StaffRole.CLERK,
    Action.RETRY_QUEUE: StaffRole.SUPERVISOR,
    Action.SEE_REGISTERS: StaffRole.SUPERVISOR,
    Action.MANAGE_REGISTERS: StaffRole.MANAGER,
    Action.SEE_CATALOGUE: StaffRole.SUPERVISOR,
    Action.SEE_COSTS: StaffRole.MANAGER,
    Action.EDIT_CATALOGUE: StaffRole.MANAGER,
    Action.CHANGE_CATALOGUE_PRICES: StaffRole.MANAGER,
    Action.ADJUST_STOCK: StaffRole.MANAGER,
    Action.MANAGE_PROMOTIONS: StaffRole.MANAGER,
    Action.MANAGE_TAXES: StaffRole.MANAGER,
    Action.PRINT_LABELS: StaffRole.SUPERVISOR,
    Action.MANAGE_LABEL_RULES: StaffRole.MANAGER,
    Action.IMPORT_PRODUCTS: StaffRole.MANAGER,
    Action.EXPORT_PRODUCTS: StaffRole.MANAGER,
    Action.CHANGE_SETTINGS: StaffRole.OWNER,
}

AUDITED = frozenset(
    {
        Action.CLOSE_SHIFT,
        Action.DISCOUNT,
        Action.CHANGE_PRICE,
        Action.REMOVE_LINE,
        Action.VOID_SALE,
        Action.RECALL_UNCONFIRMED,
        Action.NO_SALE,
        Action.REPRINT,
        Action.REFUND,
        Action.TAKE_BACK_TENDER,
        Action.ADD_CUSTOMER,
        Action.MANAGE_REGISTERS,
        Action.EDIT_CATALOGUE,
        Action.CHANGE_CATALOGUE_PRICES,
        Action.ADJUST_STOCK,
        Action.MANAGE_PROMOTIONS,
        Action.MANAGE_TAXES,
        Action.MANAGE_LABEL_RULES,
    }
)
"""What leaves an audit entry; the services may write no other. Products have their history instead."""

_RANK = {role: rank for rank, role in enumerate(StaffRole)}


def is_allowed(action: Action, role: StaffRole, granted: tuple[str, ...] = ()) -> bool:
    """Whether a member of staff may do ``action`` by role or by a personal grant."""
    return action in granted or _RANK[role] >= _RANK[LOWEST_ROLE[action]]
