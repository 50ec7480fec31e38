"""Which products on sale need a label: their prices and offers beside what was printed last."""

from collections.abc import Sequence

import msgspec

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.listing_rows import STATUSES
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.labels import LabelKey
from b4mart_desktop.services.ports.labels import LabelNeeds, OfferGoods, RunningOffers

_ACTIVE = STATUSES.index(ProductStatus.ACTIVE)
# What each offer is for; `at` is when a list's own price of it was written.
_GOODS = """
offers AS MATERIALIZED (
    SELECT value ->> '$.id' AS id, julianday(value ->> '$.since') AS since,
        julianday(value ->> '$.changed') AS changed, value ->> '$.everything' AS everything, value AS doc
    FROM json_each(?)
),
goods(id, row, at) AS (
    SELECT offers.id, products.row, 0 FROM offers, json_each(offers.doc, '$.products') AS wanted
    CROSS JOIN products ON products.id = wanted.value
    UNION ALL
    SELECT offers.id, tiles.row, 0 FROM offers, json_each(offers.doc, '$.categories') AS wanted
    CROSS JOIN tiles ON tiles.category = wanted.value
    UNION ALL
    SELECT offers.id, listing.row, 0 FROM offers CROSS JOIN listing WHERE everything
    UNION ALL
    SELECT offers.id, products.row, julianday(list_prices.doc ->> '$.updatedAt')
    FROM offers CROSS JOIN list_prices ON list_prices.doc ->> '$.list' = offers.id
    CROSS JOIN products ON products.id = list_prices.product
)"""
_OF_OFFER = f"""
WITH {_GOODS}
SELECT DISTINCT products.id FROM goods CROSS JOIN products USING (row)
WHERE products.sort_name IS NOT NULL AND products.id NOT IN (SELECT value FROM json_each(?))
ORDER BY products.sort_name, products.row LIMIT ?"""
# Printed labels under the numbers that `listing` has: reading `products` itself would read every document.
_PRINTED = """
printed AS MATERIALIZED (
    SELECT products.row AS row, labelled.* FROM labelled CROSS JOIN products USING (id)
    WHERE labelled.product IS NULL
)"""
# A label is older than an offer that holds now, and does not promise it yet.
_OFFERED = f"""
WITH {_PRINTED}, {_GOODS},
excluded AS MATERIALIZED (
    SELECT offers.id AS id, value AS product FROM offers, json_each(offers.doc, '$.excluded')
),
offered AS MATERIALIZED (
    SELECT goods.row AS row FROM goods JOIN offers USING (id) JOIN printed USING (row)
    WHERE (printed.at < max(offers.changed, goods.at)
        OR printed.at < offers.since AND instr(coalesce(printed.offers, ''), offers.id) = 0)
    AND NOT EXISTS (SELECT 1 FROM excluded WHERE excluded.id = offers.id AND product = printed.id)
)"""
_ON_SALE = f"FROM listing LEFT JOIN printed USING (row) WHERE listing.status = {_ACTIVE}"
_CHANGED = """(
    printed.own_price <> listing.price
    OR printed.list_price <> coalesce(listing.list_price, listing.price)
    OR listing.row IN (SELECT row FROM offered)
    OR printed.offers IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(printed.offers) AS told
        WHERE told.value NOT IN (SELECT value FROM json_each(?)))
)"""
_NEEDS = f"{_OFFERED} SELECT total(printed.id IS NULL), total({_CHANGED}) {_ON_SALE}"
_FIND = f"""
SELECT products.id FROM (
    SELECT listing.row AS row {_ON_SALE} AND {{wanted}} ORDER BY listing.name, listing.row LIMIT ?
) CROSS JOIN products USING (row)"""
_CENT = 0.0001  # far below any coin, far above what is lost in adding up
_PACKS = f"""
SELECT products.id, labelled.pack
FROM labelled CROSS JOIN products ON products.id = labelled.product
CROSS JOIN json_each(products.doc, '$.inventory.packs') AS pack
ON pack.value ->> '$.barcode' = labelled.pack
WHERE labelled.product IS NOT NULL AND products.sort_name IS NOT NULL
AND abs(labelled.own_price - coalesce(
    pack.value ->> '$.price',
    (pack.value ->> '$.quantity') * coalesce(
        products.doc ->> '$.pricing.salePrice', products.doc ->> '$.pricing.basePrice'
    )
)) > {_CENT} ORDER BY products.sort_name LIMIT ?"""
_MOST_PACKS = 100_000


class LocalLabelState:
    """Implements ``services.ports.labels.LabelState``. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file

    def needs(self, offers: RunningOffers) -> LabelNeeds:
        """Returns how many products need a label."""
        ((missing, changed),) = self._file.rows(_NEEDS, _told(offers)) or [(0, 0)]
        packs = len(self.changed_packs(_MOST_PACKS))
        return LabelNeeds(changed=int(changed) + packs, missing=int(missing))

    def changed(self, offers: RunningOffers, limit: int) -> Sequence[Id]:
        """Returns active products whose label says another price, list price or offer, by name."""
        return self._ids(f"{_OFFERED} {_FIND.format(wanted=_CHANGED)}", (*_told(offers), limit))

    def missing(self, limit: int) -> Sequence[Id]:
        """Returns active products for which no label was printed yet, by name."""
        return self._ids(f"WITH {_PRINTED} {_FIND.format(wanted='printed.id IS NULL')}", (limit,))

    def changed_packs(self, limit: int) -> Sequence[LabelKey]:
        """Returns packs of active products whose price is another one than on their label."""
        return [(Id(product), str(pack)) for product, pack in self._file.rows(_PACKS, (limit,))]

    def goods(self, offer: OfferGoods, limit: int) -> Sequence[Id]:
        """Returns active products that an offer is for, by name."""
        return self._ids(_OF_OFFER, (_json([offer]), _json(offer.excluded), limit))

    def _ids(self, query: str, values: tuple[object, ...]) -> Sequence[Id]:
        return [Id(found) for (found,) in self._file.rows(query, values)]


def _told(offers: RunningOffers) -> tuple[str, str]:
    return _json(offers.running), _json(offers.promised)


def _json(values: Sequence[object]) -> str:
    return msgspec.json.encode(values, enc_hook=str).decode()
