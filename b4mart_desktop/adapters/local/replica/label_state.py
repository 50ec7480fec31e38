"""Which products on sale need a label: their prices beside what was printed last."""

from collections.abc import Sequence

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.listing_rows import STATUSES
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports.labels import LabelNeeds

_ACTIVE = STATUSES.index(ProductStatus.ACTIVE)
# `listing` has the price as the same number that the text of a printed one becomes.
_ON_SALE = f"""
FROM listing CROSS JOIN products USING (row) LEFT JOIN records AS printed
ON printed.collection = 'labelprints' AND printed.id = products.id WHERE listing.status = {_ACTIVE}"""
_CHANGED = "CAST(json_extract(printed.doc, '$.price') AS REAL) <> listing.price"
_NEEDS = f"SELECT total(printed.id IS NULL), total({_CHANGED}) {_ON_SALE}"
_FIND = f"SELECT products.id {_ON_SALE} AND {{wanted}} ORDER BY listing.name, listing.row LIMIT ?"


class LocalLabelState:
    """Implements ``services.ports.labels.LabelState``. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file

    def needs(self) -> LabelNeeds:
        """Returns how many products need a label."""
        ((missing, changed),) = self._file.rows(_NEEDS) or [(0, 0)]
        return LabelNeeds(changed=int(changed), missing=int(missing))

    def changed(self, limit: int) -> Sequence[Id]:
        """Returns active products whose price is another one than on their label, by name."""
        return self._find(_CHANGED, limit)

    def missing(self, limit: int) -> Sequence[Id]:
        """Returns active products for which no label was printed yet, by name."""
        return self._find("printed.id IS NULL", limit)

    def _find(self, wanted: str, limit: int) -> Sequence[Id]:
        return [Id(found) for (found,) in self._file.rows(_FIND.format(wanted=wanted), (limit,))]
