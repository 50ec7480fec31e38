"""What the database itself refuses: ``$jsonSchema`` validators, generated from the records.

A validator is never stricter on the web store than its own models: in the seed's collections only what
the seed requires is required, optional fields may be null, and unknown fields are always allowed.
"""

import enum
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import inspect

from b4mart_desktop.adapters.mongo.codec import RECORDS
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record
from b4mart_desktop.domain.store import STORE_KEY

Schema = dict[str, Any]

# JavaScript drivers write whole numbers as int and the rest as double; $inc may make a long.
NUMBER = ("double", "int", "long", "decimal")

# Record fields without a default that the seed's models do not require.
NOT_REQUIRED_BY_SEED: Mapping[str, frozenset[str]] = {
    "users": frozenset({"createdAt", "updatedAt"}),
    "products": frozenset({"createdAt", "updatedAt"}),
    "categories": frozenset({"createdAt", "updatedAt"}),
    "orders": frozenset(
        {"createdAt", "updatedAt", "items", "statusHistory.status", "statusHistory.timestamp"}
    ),
    "payments": frozenset({"createdAt", "updatedAt"}),
}


def validators() -> dict[str, Schema]:
    """Returns the validator of every collection that has one."""
    made: dict[str, Schema] = {
        name: {"$jsonSchema": schema_of(kind, NOT_REQUIRED_BY_SEED.get(name, frozenset()))}
        for name, kind in RECORDS.items()
    }
    # Other documents live beside the store's own in `settings`: only that one is a `Store`.
    made["settings"] = {
        "$or": [{"key": {"$type": "string", "$ne": STORE_KEY}}, made["settings"]],
    }
    return made


def schema_of(kind: type[Record], not_required: Iterable[str] = ()) -> Schema:
    """Returns the JSON schema of the documents of ``kind``.

    Args:
        kind: The record.
        not_required: Dotted names of fields that may be absent although the record wants them.
    """
    return _Generator(frozenset(not_required)).struct(inspect.type_info(kind), "")


class _Generator:
    def __init__(self, not_required: frozenset[str]) -> None:
        self._not_required = not_required

    def struct(self, info: inspect.Type, path: str) -> Schema:
        assert isinstance(info, inspect.StructType)
        properties: Schema = {}
        required: list[str] = []
        for field in info.fields:
            name = field.encode_name
            schema = self._schema(field.type, f"{path}{name}")
            if field.required and f"{path}{name}" not in self._not_required:
                required.append(name)
            else:
                schema = _or_null(schema)
            properties[name] = schema
        made: Schema = {"bsonType": "object", "properties": properties}
        return made | {"required": required} if required else made

    def _schema(self, info: inspect.Type, path: str) -> Schema:
        match info:
            case inspect.Metadata():
                return self._schema(info.type, path) | (info.extra_json_schema or {})
            case inspect.UnionType():
                inner = next(kind for kind in info.types if not isinstance(kind, inspect.NoneType))
                return _or_null(self._schema(inner, path))
            case inspect.StructType():
                return self.struct(info, f"{path}.")
            case inspect.VarTupleType():
                items = self._schema(info.item_type, path)
                is_document = isinstance(info.item_type, inspect.StructType)
                return {"bsonType": "array", "items": items if is_document else _or_null(items)}
            case inspect.DictType():
                values = _or_null(self._schema(info.value_type, path))
                return {"bsonType": "object", "additionalProperties": values}
            case _:
                return _scalar(info)


def _scalar(info: inspect.Type) -> Schema:
    match info:
        case inspect.CustomType() if info.cls is Id:
            return {"bsonType": "objectId"}
        case inspect.EnumType():
            return {"bsonType": "string", "enum": [_enum_value(member) for member in info.cls]}
        case inspect.StrType():
            return {"bsonType": "string"} | _bounds(minLength=info.min_length, maxLength=info.max_length)
        case inspect.IntType():
            return {"bsonType": list(NUMBER)} | _bounds(minimum=info.ge, maximum=info.le)
        case inspect.DecimalType() | inspect.FloatType():
            return {"bsonType": list(NUMBER)}
        case inspect.BoolType():
            return {"bsonType": "bool"}
        case inspect.DateTimeType():
            return {"bsonType": "date"}
        case inspect.DateType() | inspect.TimeType():  # of the store's calendar and clock: no moment
            return {"bsonType": "string"}
        case _:
            raise TypeError(f"no BSON type is known for {info!r}")


def _enum_value(member: enum.Enum) -> object:
    return member.value


def _bounds(**bounds: object) -> Schema:
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _or_null(schema: Schema) -> Schema:
    """Returns ``schema`` that takes null as well: a document mapper writes null for 'nothing'."""
    types = schema["bsonType"]
    types = [types] if isinstance(types, str) else types
    nullable = schema | {"bsonType": list(dict.fromkeys((*types, "null")))}
    if "enum" in schema:
        nullable["enum"] = list(dict.fromkeys((*schema["enum"], None)))
    return nullable
