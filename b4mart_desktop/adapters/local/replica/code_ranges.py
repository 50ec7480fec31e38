"""Barcodes of the catalogue's copy by how they begin."""

from collections.abc import Sequence

from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.services.ports import ProductHit
from b4mart_desktop.services.ports.label_rules import CodeInUse

_BARCODES = """
SELECT code, hit FROM (
    SELECT code, row FROM codes WHERE code >= ? AND code < ? AND kind = 0 ORDER BY code LIMIT ?
) CROSS JOIN products USING (row)"""
_AFTER_DIGITS = ":"  # what follows 9 in the order of characters

_hit = records.decoder(ProductHit)


class LocalCodes:
    """Implements ``services.ports.label_rules.CodesInUse``. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file

    def beginning(self, digits: str, limit: int) -> Sequence[CodeInUse]:
        """Returns barcodes of products at the till that begin so, in order."""
        rows = self._file.rows(_BARCODES, (digits, f"{digits}{_AFTER_DIGITS}", limit))
        return tuple(self._in_use(code, _hit.decode(hit)) for code, hit in rows)

    def _in_use(self, code: str, hit: ProductHit) -> CodeInUse:
        return CodeInUse(code=code, product=hit.id, name=hit.name)
