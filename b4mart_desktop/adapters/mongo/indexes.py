"""Which indexes the database has: the seed's, named and made as Mongoose makes them, and the desktop's own.

An index belongs here with the query that needs it; a test explains every query of the adapters.
"""

from collections.abc import Mapping

from pymongo import ASCENDING, DESCENDING, TEXT, IndexModel

# Mongoose declares `email` and `orderNumber` twice, once unique; the unique one is what it ends up with.
SEED_INDEXES: Mapping[str, tuple[IndexModel, ...]] = {
    "users": (
        IndexModel([("email", ASCENDING)], unique=True),
        IndexModel([("profile.firstName", ASCENDING), ("profile.lastName", ASCENDING)]),
    ),
    "products": (
        IndexModel([("name", ASCENDING)]),
        IndexModel([("slug", ASCENDING)], unique=True),
        IndexModel([("inventory.sku", ASCENDING)], unique=True),
        IndexModel([("category", ASCENDING)]),
        IndexModel([("category", ASCENDING), ("status", ASCENDING)]),
        IndexModel([("pricing.basePrice", ASCENDING)]),
        IndexModel([("featured", ASCENDING), ("status", ASCENDING)]),
        IndexModel([("name", TEXT), ("description", TEXT), ("tags", TEXT)]),
    ),
    "categories": (IndexModel([("slug", ASCENDING)], unique=True),),
    "orders": (
        IndexModel([("orderNumber", ASCENDING)], unique=True),
        IndexModel([("customer", ASCENDING)]),
        IndexModel([("status", ASCENDING)]),
        IndexModel([("customer", ASCENDING), ("createdAt", DESCENDING)]),
        IndexModel([("status", ASCENDING), ("createdAt", DESCENDING)]),
    ),
    "payments": (
        IndexModel([("order", ASCENDING)]),
        IndexModel([("status", ASCENDING)]),
        IndexModel([("transactionId", ASCENDING)], unique=True, sparse=True),
    ),
}


def _unique_text(field: str) -> IndexModel:
    """A unique index over those documents where ``field`` is a text: absent and null never collide."""
    return IndexModel([(field, ASCENDING)], unique=True, partialFilterExpression={field: {"$type": "string"}})


OWN_INDEXES: Mapping[str, tuple[IndexModel, ...]] = {
    "users": (
        # staff at the counter: replication and sign-in
        IndexModel([("staff.role", ASCENDING)], sparse=True),
        # vendors, whose products a table names
        IndexModel([("role", ASCENDING)], partialFilterExpression={"role": "vendor"}),
    ),
    "products": (
        # a scanned or typed code
        IndexModel([("inventory.barcodes", ASCENDING)]),
        IndexModel([("pos.plu", ASCENDING)], sparse=True),
        # whether a tax class is in use
        IndexModel([("taxClass", ASCENDING)]),
        IndexModel([("inventory.packs.barcode", ASCENDING)], sparse=True),
        IndexModel([("inventory.variantStock.sku", ASCENDING)], sparse=True),
        IndexModel([("inventory.variantStock.barcode", ASCENDING)], sparse=True),
    ),
    "categories": (
        # children of a category; a root category by name
        IndexModel([("parent", ASCENDING), ("name", ASCENDING)]),
    ),
    "orders": (
        _unique_text("receiptNumber"),
        # orders of a day, of everybody or of one cashier
        IndexModel([("createdAt", DESCENDING)]),
        IndexModel([("cashier", ASCENDING), ("createdAt", DESCENDING)]),
    ),
    "stockmovements": (
        IndexModel([("product", ASCENDING), ("at", ASCENDING)]),
        # what an import corrected, and what took that back
        IndexModel([("ref", ASCENDING)], partialFilterExpression={"reason": "adjustment"}),
    ),
    "shifts": (IndexModel([("register", ASCENDING), ("openedAt", DESCENDING)]),),
    "cashmovements": (IndexModel([("shift", ASCENDING), ("at", ASCENDING)]),),
    "registers": (IndexModel([("code", ASCENDING)], unique=True),),
    "taxes": (IndexModel([("code", ASCENDING)], unique=True),),
    "jobs": (
        IndexModel([("dedupe", ASCENDING)], unique=True),
        # the oldest job that is due
        IndexModel([("status", ASCENDING), ("dueAt", ASCENDING)]),
        IndexModel([("ref", ASCENDING)]),
    ),
    "auditlog": (IndexModel([("at", DESCENDING)]),),
    # a quarter: for that long people see when a register was last there
    "presence": (IndexModel([("seenAt", ASCENDING)], expireAfterSeconds=7_776_000),),
    # those that may be had, and at last away with those that were taken
    "heldcarts": (IndexModel([("settledAt", ASCENDING)], expireAfterSeconds=30 * 86_400),),
    # when it was counted
    "popularity": (IndexModel([("updatedAt", DESCENDING)]),),
    "cataloguechanges": (
        # what became of a product; what was changed together
        IndexModel([("product", ASCENDING), ("at", DESCENDING)]),
        IndexModel(
            [("batch", ASCENDING), ("product", ASCENDING)],
            partialFilterExpression={"batch": {"$exists": True}},
        ),
    ),
    "cataloguebatches": (IndexModel([("startedAt", DESCENDING)]),),
    # those of a person and those that are shared
    "catalogueviews": (IndexModel([("owner", ASCENDING)]), IndexModel([("shared", ASCENDING)])),
    "importprofiles": (IndexModel([("name", ASCENDING)], unique=True),),
    "importruns": (IndexModel([("startedAt", DESCENDING)]),),
    # whose coupon a code is
    "promotions": (IndexModel([("codes", ASCENDING)], sparse=True),),
    "prices": (
        # a list's prices, one for each product; what a product costs in all lists
        IndexModel([("list", ASCENDING), ("product", ASCENDING)], unique=True),
        IndexModel([("product", ASCENDING)]),
    ),
    "scheduledprices": (
        # what is due; what is planned for a product; what was planned when, and what together
        IndexModel([("dueAt", ASCENDING)], sparse=True),
        IndexModel([("batch", ASCENDING)], sparse=True),
        IndexModel([("product", ASCENDING), ("at", ASCENDING)]),
        IndexModel([("at", ASCENDING)]),
    ),
    "couponuses": (
        # a coupon once in a sale; how often it was used, and by whom
        IndexModel([("order", ASCENDING), ("promotion", ASCENDING)], unique=True),
        IndexModel([("promotion", ASCENDING), ("code", ASCENDING)]),
        IndexModel([("promotion", ASCENDING), ("customer", ASCENDING)]),
    ),
    # by name; what was printed last, and together
    "labeltemplates": (IndexModel([("name", ASCENDING)]),),
    "labelprints": (IndexModel([("at", DESCENDING)]), IndexModel([("batch", ASCENDING)])),
    "leases": (IndexModel([("name", ASCENDING)], unique=True),),
    "settings": (IndexModel([("key", ASCENDING)], unique=True),),
    # GridFS, exactly as the driver would make them on the first upload
    "documents.files": (IndexModel([("filename", ASCENDING), ("uploadDate", ASCENDING)]),),
    "documents.chunks": (IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True),),
}


def indexes() -> dict[str, tuple[IndexModel, ...]]:
    """Returns all indexes by collection, ``_id`` left out."""
    names = dict.fromkeys((*SEED_INDEXES, *OWN_INDEXES))
    return {name: (*SEED_INDEXES.get(name, ()), *OWN_INDEXES.get(name, ())) for name in names}
