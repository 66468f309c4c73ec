"""What all records of raw tables have in common: the table that they are rows of, and its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of `raw.<table_name>`: its fields are the columns. A column that may be empty may be None."""

    table_name: ClassVar[str]

    @classmethod
    def column_names(cls) -> tuple[str, ...]:
        return tuple(column.name for column in fields(cls))

    def values(self) -> dict[str, Any]:
        """The row, {column: value}."""
        return dict((name, getattr(self, name)) for name in self.column_names())


def columns_of(kind: type[Record], records: Sequence[Record]) -> list[tuple[Any, ...]]:
    """The values of records of one kind, a tuple for each column."""
    return list(zip(*map(_getter(kind), records), strict=True))


def from_columns(kind: type[R], columns: Sequence[Sequence[Any]]) -> list[R]:
    """The records that `columns_of` took apart; twice as fast as calling the constructor for each."""
    records = [object.__new__(kind) for _ in columns[0]] if columns else []
    for name, values in zip(kind.column_names(), columns, strict=bool(columns)):
        put = getattr(kind, name).__set__
        for record, value in zip(records, values, strict=True):
            put(record, value)
    return records


def _getter(kind: type[Record]) -> Callable[[Record], tuple[Any, ...]]:
    # All tables have more than one column, so that the getter always gives a tuple.
    return attrgetter(*kind.column_names())
