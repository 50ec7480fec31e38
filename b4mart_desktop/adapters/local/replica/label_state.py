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
WITH offers AS MATERIALIZED (SELECT json_extract(value, '$.id') AS id, value AS doc FROM json_each(?)),
goods(id, row, at) AS (
    SELECT offers.id, products.row, 0 FROM offers, json_each(offers.doc, '$.products') AS wanted
    CROSS JOIN products ON products.id = wanted.value
    UNION ALL
    SELECT offers.id, tiles.row, 0 FROM offers, json_each(offers.doc, '$.categories') AS wanted
    CROSS JOIN tiles ON tiles.category = wanted.value
    UNION ALL
    SELECT offers.id, listing.row, 0 FROM offers CROSS JOIN listing
    WHERE json_extract(offers.doc, '$.everything')
    UNION ALL
    SELECT offers.id, products.row, julianday(json_extract(list_prices.doc, '$.updatedAt'))
    FROM offers CROSS JOIN list_prices ON json_extract(list_prices.doc, '$.list') = offers.id
    CROSS JOIN products ON products.id = list_prices.product
)"""
_OF_OFFER = f"""{_GOODS}
SELECT DISTINCT products.id FROM goods CROSS JOIN products USING (row)
WHERE products.sort_name IS NOT NULL AND products.id NOT IN (SELECT value FROM json_each(?))
ORDER BY products.sort_name, products.row LIMIT ?"""
_PRINTED_AT = "julianday(json_extract(printed.doc, '$.at'))"
# A label is older than an offer that holds now, and does not promise it yet.
_OFFERED = f"""{_GOODS},
offered AS MATERIALIZED (
    SELECT goods.row AS row FROM goods JOIN offers USING (id) CROSS JOIN products USING (row)
    CROSS JOIN records AS printed ON printed.collection = 'labelprints' AND printed.id = products.id
    WHERE products.id NOT IN (SELECT value FROM json_each(offers.doc, '$.excluded'))
    AND ({_PRINTED_AT} < max(julianday(json_extract(offers.doc, '$.changed')), goods.at)
        OR {_PRINTED_AT} < julianday(json_extract(offers.doc, '$.since'))
        AND instr(coalesce(json_extract(printed.doc, '$.offers'), ''), offers.id) = 0)
)"""
# `listing` has the price as the same number that the text of a printed one becomes.
_ON_SALE = f"""
FROM listing CROSS JOIN products USING (row) LEFT JOIN records AS printed
ON printed.collection = 'labelprints' AND printed.id = products.id WHERE listing.status = {_ACTIVE}"""
_CHANGED = """(
    CAST(coalesce(json_extract(printed.doc, '$.ownPrice'), json_extract(printed.doc, '$.price')) AS REAL)
        <> listing.price
    OR CAST(json_extract(printed.doc, '$.listPrice') AS REAL)
        <> CAST(json_extract(products.doc, '$.pricing.basePrice') AS REAL)
    OR listing.row IN (SELECT row FROM offered)
    OR EXISTS (SELECT 1 FROM json_each(printed.doc, '$.offers') AS told
        WHERE told.value NOT IN (SELECT value FROM json_each(?)))
)"""
_NEEDS = f"{_OFFERED} SELECT total(printed.id IS NULL), total({_CHANGED}) {_ON_SALE}"
_FIND = f"SELECT products.id {_ON_SALE} AND {{wanted}} ORDER BY listing.name, listing.row LIMIT ?"
_CENT = 0.0001  # far below any coin, far above what is lost in adding up
_PACKS = f"""
SELECT products.id, json_extract(printed.doc, '$.pack')
FROM records AS printed CROSS JOIN products ON products.id = json_extract(printed.doc, '$.product')
CROSS JOIN json_each(products.doc, '$.inventory.packs') AS pack
ON json_extract(pack.value, '$.barcode') = json_extract(printed.doc, '$.pack')
WHERE printed.collection = 'labelprints' AND products.sort_name IS NOT NULL
AND abs(json_extract(printed.doc, '$.ownPrice') - coalesce(
    json_extract(pack.value, '$.price'),
    json_extract(pack.value, '$.quantity') * coalesce(
        json_extract(products.doc, '$.pricing.salePrice'), json_extract(products.doc, '$.pricing.basePrice')
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
        return self._ids(_FIND.format(wanted="printed.id IS NULL"), (limit,))

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
