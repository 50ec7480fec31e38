"""The stock ledger as anybody else would read it: with pymongo alone."""

from typing import Any

from pymongo.database import Database

Document = dict[str, Any]


def stock_disagreements(database: Database[Document]) -> list[Document]:
    """Returns the products whose quantity less shortage is not the sum of their movements."""
    shown = {"$subtract": ["$inventory.quantity", {"$ifNull": ["$inventory.shortage", 0]}]}
    pipeline: list[Document] = [
        {
            "$lookup": {
                "from": "stockmovements",
                "localField": "_id",
                "foreignField": "product",
                "as": "movements",
            }
        },
        {
            "$project": {
                "name": 1,
                "ledger": {"$round": [{"$sum": "$movements.delta"}, 6]},
                "shown": {"$round": [shown, 6]},
            }
        },
        {"$match": {"$expr": {"$ne": ["$ledger", "$shown"]}}},
    ]
    return list(database.products.aggregate(pipeline))
