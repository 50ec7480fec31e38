"""This counter's own files: the replica it reads, the journal of its facts, what lies on its desk.

Plain methods answer from disk in well under a millisecond and may be called from any thread.
"""

import datetime as dt
import enum
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from b4mart_desktop.domain.cart import Cart, HeldCart
from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.counters import DeskCart, SharedCart, Standing
from b4mart_desktop.domain.entries import DamagedEntry, Entry, QueuedEntry, QueueState, ShiftEntries
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.price_lists import ListPrice, PriceList
from b4mart_desktop.domain.promotions import Promotion, Tax
from b4mart_desktop.domain.sale import Sale
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import Register, Shift
from b4mart_desktop.domain.words import Alternatives


class CodeKind(enum.StrEnum):
    """By which of its codes a product was found."""

    BARCODE = "barcode"
    SKU = "sku"
    PLU = "plu"


class ProductHit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A product as lists and tiles show it.

    Attributes:
        price: Shelf price, per piece or per ``unit`` where weighed.
        matched: The code or tag by which a search found it, where the name does not show it.
        code_kind: Which of its codes ``matched`` is, None where it is none.
        picture: Address of its main picture.
        choices: How many variants and packs it is sold as; 0 where there is nothing to choose.
        variant: SKU of the one variant that a search found; name, price and stock are that one's then.
    """

    id: Id
    name: str
    sku: str
    price: Decimal
    unit: str
    weighed: bool
    on_hand: Decimal
    tracked: bool
    low: bool
    category: Id
    color: str | None = None
    matched: str | None = None
    code_kind: CodeKind | None = None
    picture: str | None = None
    choices: int = 0
    variant: str | None = None


class SearchResults(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found.

    Attributes:
        hits: The best first.
        exact: How many of ``hits`` have what was typed; those after them have ``corrected``.
        corrected: What was probably meant, where that finds more than what was typed.
        words: What is to be marked in names (``domain.words.spans``).
    """

    hits: tuple[ProductHit, ...] = ()
    exact: int = 0
    corrected: str | None = None
    words: tuple[Alternatives, ...] = ()


class CustomerHit(msgspec.Struct, frozen=True, kw_only=True):
    """A customer as lists show them."""

    id: Id
    name: str
    phone: str | None = None
    email: str | None = None


class SkippedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that cannot be read, and is therefore not in the replica.

    Attributes:
        collection: The database's collection that holds it.
        id: Its ``_id``.
        name: What people call it, None where even that cannot be read.
        reason: What is wrong with it, and where.
        since: When this counter first could not read it.
        hidden: Somebody at this counter wants to hear of it again when it changes.
    """

    collection: str
    id: str
    name: str | None = None
    reason: str
    since: dt.datetime
    hidden: bool = False


class Catalogue(Protocol):
    """The local replica, read side."""

    def is_loaded(self) -> bool:
        """Whether the first load ended, so that what is not here does not exist."""

    def product(self, product: Id) -> Product | None:
        """Returns an active or inactive product."""

    def find_code(self, code: str) -> Sequence[tuple[CodeKind, Product]]:
        """Returns the products with exactly this barcode, SKU or PLU, their packs' and variants' included.

        Barcodes first; usually none or one.
        """

    def search(self, text: str, limit: int = 50) -> SearchResults:
        """Returns active products by code, by words, and by what was probably meant.

        First those with exactly this code, in any length of a GTIN. Then those with words that begin with
        all words of ``text``, in any order: names that begin so before others, whole words before begun
        ones, favourites before others, what sells well before what does not. Where these are few, those
        whose code begins so, and those with the words that were probably meant.
        """

    def tiles(self, category: Id | None, offset: int = 0, limit: int = 200) -> Sequence[ProductHit]:
        """Returns a page of active products of the category and those below it; favourites for None."""

    def count_tiles(self, category: Id | None) -> int:
        """Returns how many products ``tiles`` pages through."""

    def hits(self, products: Sequence[Id]) -> Sequence[ProductHit]:
        """Returns fresh hits for those products, such as visible tiles after a change of stock."""

    def categories(self) -> Sequence[Category]:
        """Returns all active categories by ``sort_order`` and name."""

    def category(self, category: Id) -> Category | None:
        """Returns a category, active or not."""

    def customer(self, customer: Id) -> User | None:
        """Returns a customer."""

    def search_customers(self, text: str, limit: int = 50) -> Sequence[CustomerHit]:
        """Returns customers by prefixes of name words, phone digits or e-mail."""

    def customer_groups(self) -> Sequence[str]:
        """Returns the groups that customers are in."""

    def add_customer(self, customer: User) -> None:
        """Keeps a customer just added at this counter until replication brings them back."""

    def staff(self) -> Sequence[User]:
        """Returns all active members of staff by name."""

    def store(self) -> Store | None:
        """Returns the store's settings, None before the first load."""

    def taxes(self) -> Sequence[Tax]:
        """Returns all taxes."""

    def promotions(self) -> Sequence[Promotion]:
        """Returns all promotions that are active, whether running yet or not."""

    def price_lists(self) -> Sequence[PriceList]:
        """Returns all price lists that are active, whether they hold yet or not."""

    def list_prices(self, product: Id) -> Sequence[ListPrice]:
        """Returns what a product costs in price lists."""

    def skipped(self) -> Sequence[SkippedDocument]:
        """Returns the documents that cannot be read, by collection and age."""

    def registers(self) -> Sequence[Register]:
        """Returns all registers of the shop by code."""

    def shared_carts(self) -> Sequence[SharedCart]:
        """Returns the held carts that counters share and that nobody has for good yet."""


class Journal(Protocol):
    """The counter's own durable record of facts. Whatever returned from here survives ``kill -9``."""

    async def append(self, entry: Entry) -> None:
        """Writes ``entry`` to disk (fsync); an entry whose id is there already changes nothing.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing was written.
        """

    async def append_sale(self, sale: Sale, register_code: str) -> Sale:
        """Allots the next receipt number and writes the sale, both or neither.

        Returns the sale as recorded. A sale whose order id is there already is returned as it was
        recorded then.

        Raises:
            AdapterError: DISK_WRITE_FAILED; then nothing was written and the number is not used up.
                PAID_DIFFERENTLY with ``number`` where the sale there has other items or another total.
        """

    async def continue_receipts(self, register_code: str, last: int) -> None:
        """Makes the register's receipt numbers go on above ``last``; they never go back.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """

    async def check_writable(self) -> None:
        """Makes sure, before money is taken, that a sale could be written.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """

    def open_shift(self) -> Shift | None:
        """Returns the shift that was opened last, None where it was closed since; costs nothing."""

    def has_ended(self, cart: Id) -> bool:
        """Whether the cart of that identity was paid or given up here."""

    def state(self) -> QueueState:
        """Returns what is not yet posted."""

    def queue(self, limit: int | None = None) -> Sequence[QueuedEntry]:
        """Returns the oldest entries not yet posted, all where there is no limit; not the damaged ones.

        Reading hundreds of them takes a while.
        """

    def damaged(self) -> Sequence[DamagedEntry]:
        """Returns entries not yet posted that cannot be read any more, oldest first."""

    def sale(self, order: Id) -> Sale | None:
        """Returns this counter's sale of that identity, posted or not; None where it has none to read."""

    def recent_sales(self, limit: int = 50) -> Sequence[Sale]:
        """Returns this counter's last sales, newest first, posted or not."""

    def shift_entries(self, shift: Id) -> ShiftEntries:
        """Returns what this counter has recorded of ``shift``, posted or not; slow for a long one."""


class Desk(Protocol):
    """What lies on this counter's desk between two facts: who it is, open and held carts."""

    def register(self) -> Register | None:
        """Returns which register this is; None before the first start ended."""

    def set_register(self, register: Register) -> None:
        """Makes this device that register."""

    def cart(self) -> Cart | None:
        """Returns the cart that was open when the program last wrote it."""

    def set_cart(self, cart: Cart | None, *, synced: bool = False) -> None:
        """Remembers the open cart; cheap enough for every change.

        Args:
            cart: None where there is none.
            synced: Whether it waits for the disk, and so outlasts a power failure; that takes longer.
        """

    def hold(self, held: HeldCart) -> None:
        """Puts a cart aside."""

    def held(self) -> Sequence[DeskCart]:
        """Returns carts put aside that this counter has not taken up again, newest first."""

    def takings(self) -> Sequence[DeskCart]:
        """Returns carts this counter took that others knew of, until they are dropped."""

    def swap(self, taken: DeskCart, cart: Cart, aside: HeldCart | None) -> bool:
        """Makes ``cart`` the open one and puts ``aside`` away: all of it or nothing.

        Args:
            taken: What ``cart`` was until now. A local one is gone then; one that others know of is kept
                as taken.
            cart: What to go on with.
            aside: What was open until now, if it is to be kept.

        Returns:
            False, with nothing changed, where ``taken`` is not here to be had any more.
        """

    def mark(self, cart: Id, before: Standing, after: Standing | None) -> bool:
        """Gives a cart put aside another standing, None removes it; False where it had not ``before``."""

    def drop(self, cart: Id) -> None:
        """Forgets a cart put aside or taken, such as one that was paid."""


class Queue(Protocol):
    """The journal as the poster sees it; called from the background thread only."""

    def next_entries(self, limit: int) -> Sequence[QueuedEntry]:
        """Returns the oldest entries to post, those set aside left out."""

    def mark_posted(self, numbers: Sequence[int]) -> None:
        """Remembers that those entries are in MongoDB."""

    def mark_failed(self, number: int, reason: str, *, set_aside: bool) -> None:
        """Counts a failed attempt; with ``set_aside`` posting goes on without the entry."""

    def state(self) -> QueueState:
        """Returns what is not yet posted."""
