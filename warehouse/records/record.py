"""What all records of raw tables have in common: the table that they are rows of, and its columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of `raw.<table_name>`: its fields are the columns. A column that may be empty may be None.

    `key`: the columns of its primary key, none where the rows of a table have none.
    """

    table_name: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def column_names(cls) -> tuple[str, ...]:
        return tuple(column.name for column in fields(cls))

    def values(self) -> dict[str, Any]:
        """The row, {column: value}."""
        return {name: getattr(self, name) for name in self.column_names()}


def columns_of(kind: type[Record], records: Sequence[Record]) -> list[tuple[Any, ...]]:
    """The values of records of one kind, a tuple for each column."""
    return [tuple(map(attrgetter(name), records)) for name in kind.column_names()] if records else []


def from_columns(kind: type[R], columns: Sequence[Sequence[Any]]) -> list[R]:
    """The records that `columns_of` took apart; twice as fast as calling the constructor for each."""
    if not columns:
        return []
    records = [object.__new__(kind) for _ in columns[0]]
    for name, values in zip(kind.column_names(), columns, strict=True):
        deque(map(getattr(kind, name).__set__, records, values), maxlen=0)
    return records
