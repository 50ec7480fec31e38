"""The demo store around its products."""

from collections import Counter
from decimal import Decimal

import bcrypt
import pytest

from b4mart_desktop.adapters.demo.groceries import Groceries
from b4mart_desktop.adapters.demo.products import demo_products
from b4mart_desktop.adapters.demo.shop import (
    demo_categories,
    demo_people,
    demo_promotions,
    demo_store,
    demo_taxes,
)
from b4mart_desktop.domain.people import NO_PASSWORD, StaffRole, UserRole
from b4mart_desktop.domain.promotions import PromotionKind
from b4mart_desktop.services.demo import DEMO_ACCOUNTS, DemoAccount

SEED_PASSWORD_MINLENGTH = 6


def test_every_aisle_stands_in_its_department(groceries: Groceries) -> None:
    categories = {category.id: category for category in demo_categories(groceries)}
    roots = [category for category in categories.values() if category.parent is None]
    assert (len(roots), len(categories)) == (21, 21 + 134)
    assert all(
        category.parent is None or category.path == (category.parent,) for category in categories.values()
    )
    assert all(category.parent in categories for category in categories.values() if category.parent)
    assert len({category.slug for category in categories.values()}) == len(categories)
    assert {product.category for product, _ in demo_products(groceries, 5000)} <= set(categories)


def test_promotions_are_of_several_kinds_about_goods_that_exist(groceries: Groceries) -> None:
    promotions = demo_promotions()
    kinds = {promotion.kind for promotion in promotions}
    assert {PromotionKind.PERCENT_OFF, PromotionKind.BUY_X_GET_Y, PromotionKind.ORDER_PERCENT_OFF} <= kinds
    products = {product.id for product, _ in demo_products(groceries, 100)}
    categories = {category.id for category in demo_categories(groceries)}
    for promotion in promotions:
        assert set(promotion.products) <= products
        assert set(promotion.categories) <= categories
        assert promotion.runs_at(demo_store().created_at)


def test_two_tax_rates() -> None:
    assert {tax.code: tax.rate for tax in demo_taxes()} == {
        "standard": Decimal("8.25"),
        "reduced": Decimal(2),
    }


def test_people_are_staff_the_walk_in_and_two_hundred_customers() -> None:
    people = list(demo_people())
    staff = [user for user in people if user.staff]
    customers = [user for user in people if user.staff is None and not user.walk_in]
    assert Counter(user.staff.role for user in staff if user.staff) == {
        StaffRole.OWNER: 1,
        StaffRole.MANAGER: 1,
        StaffRole.SUPERVISOR: 1,
        StaffRole.CLERK: 2,
    }
    assert len(customers) == 200
    assert [user.id for user in people if user.walk_in] == [demo_store().walk_in_customer]
    assert len({user.email for user in people}) == len(people)
    assert len({user.name for user in customers}) == len({user.profile.phone for user in customers}) == 200
    assert all(user.email == user.email.lower() for user in people)
    assert {user.role for user in people} <= {UserRole.ADMIN, UserRole.CUSTOMER}


def test_nobody_signs_in_as_a_customer_and_the_web_store_accepts_the_password_field() -> None:
    unusable = {user.password for user in demo_people() if user.staff is None}
    assert unusable == {NO_PASSWORD}
    assert len(NO_PASSWORD) >= SEED_PASSWORD_MINLENGTH


@pytest.mark.parametrize(
    "number", range(len(DEMO_ACCOUNTS)), ids=[account.email for account in DEMO_ACCOUNTS]
)
def test_the_secrets_shown_at_sign_in_open_the_account(number: int) -> None:
    account: DemoAccount = DEMO_ACCOUNTS[number]
    user = next(user for user in demo_people() if user.email == account.email)
    assert user.staff is not None
    assert user.staff.pin_hash is not None
    assert (user.staff.role, user.staff.badge) == (account.role, account.badge)
    assert bcrypt.checkpw(account.password.encode(), user.password.encode())
    assert bcrypt.checkpw(account.pin.encode(), user.staff.pin_hash.encode())
