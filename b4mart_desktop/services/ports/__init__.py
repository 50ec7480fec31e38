"""What the services need of the outside world: Protocols only, implemented in ``adapters``.

All methods raise ``AdapterError``. Import from here; the modules only group them.
"""

from b4mart_desktop.services.ports.counters import (
    Cache,
    GuessBook,
    Leadership,
    PresenceBoard,
    WakeUps,
)
from b4mart_desktop.services.ports.database import (
    REPLICATED,
    Change,
    FileStore,
    JobStore,
    OrderArchive,
    PostingTarget,
    ProductArchive,
    RegisterBook,
    ReplicationSource,
    ReplicaWriter,
)
from b4mart_desktop.services.ports.devices import (
    CodeReader,
    DecodedCode,
    InvoicePrinter,
    LabelKind,
    Output,
    PasswordHasher,
    ReceiptPrinter,
)
from b4mart_desktop.services.ports.local import (
    Catalogue,
    CodeKind,
    CustomerHit,
    Desk,
    Journal,
    ProductHit,
    Queue,
)
from b4mart_desktop.services.ports.sharing import CartClaims, SharedCartStore, StockNews

__all__ = [
    "REPLICATED",
    "Cache",
    "CartClaims",
    "Catalogue",
    "Change",
    "CodeKind",
    "CodeReader",
    "CustomerHit",
    "DecodedCode",
    "Desk",
    "FileStore",
    "GuessBook",
    "InvoicePrinter",
    "JobStore",
    "Journal",
    "LabelKind",
    "Leadership",
    "OrderArchive",
    "Output",
    "PasswordHasher",
    "PostingTarget",
    "PresenceBoard",
    "ProductArchive",
    "ProductHit",
    "Queue",
    "ReceiptPrinter",
    "RegisterBook",
    "ReplicaWriter",
    "ReplicationSource",
    "SharedCartStore",
    "StockNews",
    "WakeUps",
]
