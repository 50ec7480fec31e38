"""What makes a fact acceptable where a value that must be unique is taken: a fact is never refused for that.

Pure functions. What was changed goes to the audit log, which keeps the value that was wanted.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from b4mart_desktop.adapters.mongo.batch import Fact
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.entries import CustomerAdded, SaleCompleted
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.payments import Payment
from b4mart_desktop.domain.people import PLACEHOLDER_MAIL_DOMAIN, User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.sale import Sale


def cured(fact: Fact, field: str) -> Fact | None:
    """Returns ``fact`` with another value in ``field``; None where it cannot have another."""
    match fact.entry:
        case SaleCompleted(sale=sale) if field in _SALE_CURES:
            return _SALE_CURES[field](sale)
        case CustomerAdded() if field == "email":
            return _without_email(fact.entry)
        case _:
            return None


def _with_own_references(sale: Sale) -> Fact:
    """For references typed at the counter that were used before: the web store wants them unique."""
    payments = tuple(_with_own_reference(payment) for payment in sale.payments)
    notes = [
        _note(sale.order, reference_taken=str(before.transaction_id), reference=str(after.transaction_id))
        for before, after in zip(sale.payments, payments, strict=True)
        if before != after
    ]
    return _with_notes(msgspec.structs.replace(sale, payments=payments), notes)


def _with_own_reference(payment: Payment) -> Payment:
    if payment.transaction_id is None:
        return payment
    return msgspec.structs.replace(payment, transaction_id=f"{payment.transaction_id}:{payment.id}")


def _with_own_number(sale: Sale) -> Fact:
    """For a receipt number that another sale has, as of a copied data folder."""
    order = sale.order
    number = f"{order.receipt_number}:{order.id}"
    note = _note(order, receipt_taken=str(order.receipt_number), receipt=number)
    order = msgspec.structs.replace(order, receipt_number=number)
    return _with_notes(msgspec.structs.replace(sale, order=order), [note])


def _with_notes(sale: Sale, notes: Sequence[AuditEntry]) -> Fact:
    """The notes go with the sale itself, so that a cure after this one keeps them."""
    return Fact(SaleCompleted(sale=msgspec.structs.replace(sale, audit=(*sale.audit, *notes))))


def _note(order: Order, **details: str) -> AuditEntry:
    return AuditEntry(
        id=new_id(),
        action=Action.SELL,
        user=order.cashier or order.customer,
        user_name=order.cashier_name or "",
        register=order.register,
        shift=order.shift,
        ref=order.id,
        details=details,
        at=order.created_at,
    )


_SALE_CURES: Mapping[str, Callable[[Sale], Fact]] = {
    "transactionId": _with_own_references,
    "receiptNumber": _with_own_number,
}


def _without_email(entry: CustomerAdded) -> Fact:
    """The address belongs to another user: the customer is kept, the audit log says which it was."""
    customer = entry.customer
    placeholder = f"{customer.id}@{PLACEHOLDER_MAIL_DOMAIN}"
    details = {"email_taken": customer.email, "email": placeholder}
    note = msgspec.structs.replace(entry.added or _added_by_unknown(customer), details=details)
    customer = msgspec.structs.replace(customer, email=placeholder, email_placeholder=True)
    return Fact(msgspec.structs.replace(entry, customer=customer), (note,))


def _added_by_unknown(customer: User) -> AuditEntry:
    """Stands for who added a customer where the journal's entry is too old to tell."""
    return AuditEntry(
        id=new_id(),
        action=Action.ADD_CUSTOMER,
        user=customer.id,
        user_name=customer.name,
        ref=customer.id,
        at=customer.created_at,
    )
