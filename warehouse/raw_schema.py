"""The raw schema as SQL, made from the records: what was read, row by row, before any model.

Every table but the registries is keyed by document, so that a document is replaced by delete-and-insert in one
transaction. Percentages are percent numbers. Empty is NULL. Only `warehouse.writer` writes here.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from functools import lru_cache
from types import NoneType
from typing import get_args, get_type_hints

from warehouse.records import REGISTRIES, ROWS_OF_A_DOCUMENT, RawAddress, RawOriginal, Record

ALL_RECORDS: tuple[type[Record], ...] = (RawOriginal, RawAddress, *ROWS_OF_A_DOCUMENT, *REGISTRIES)
# Names that DuckDB and PostgreSQL share.
_SQL_TYPES = {
    str: "varchar",
    int: "integer",
    float: "double precision",
    bool: "boolean",
    date: "date",
    datetime: "timestamp",
}


@lru_cache(maxsize=1)
def raw_schema() -> str:
    """The statements that make the schema `raw` and its tables where they are missing."""
    return "\n\n".join(["create schema if not exists raw;", *map(create_table, ALL_RECORDS)]) + "\n"


def create_table(record: type[Record]) -> str:
    """The statement that makes the table of a record: a column for each field, empty only where it may be None."""
    hints = get_type_hints(record, include_extras=True)
    lines = [_column(column.name, hints[column.name]) for column in fields(record)]
    if record.key:
        lines.append(f"    primary key ({', '.join(record.key)})")
    return f"create table if not exists raw.{record.table_name} (\n" + ",\n".join(lines) + "\n);"


def _column(name: str, hint: object) -> str:
    options = get_args(hint) if NoneType in get_args(hint) else (hint,)
    (plain,) = (option for option in options if option is not NoneType)
    wide = getattr(plain, "__metadata__", ())  # Annotated[int, "bigint"]
    return f"    {name} {wide[0] if wide else _SQL_TYPES[plain]}" + (
        "" if NoneType in options else " not null"
    )
