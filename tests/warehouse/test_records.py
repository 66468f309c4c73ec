"""The records are the raw schema: the same tables, and in each the same columns, in order, with type and emptiness."""

from __future__ import annotations

import inspect
import pickle
import typing
from dataclasses import MISSING, FrozenInstanceError, fields, replace
from datetime import date, datetime
from pathlib import Path
from types import NoneType
from typing import Any

import pytest

from pipelines.orchestration.defs.ingestion import RAW_DESCRIPTIONS
from tests.warehouse.test_writer import statement
from warehouse import records
from warehouse.database_files import open_working
from warehouse.raw_schema import create_table
from warehouse.records import (
    REGISTRIES,
    ROWS_OF_A_DOCUMENT,
    DocumentFacts,
    DocumentRows,
    RawAddress,
    RawOriginal,
    RawProblem,
    Record,
    Rows,
)

# Python's type of each type of the schema.
TYPES = {
    "VARCHAR": str,
    "BIGINT": int,
    "INTEGER": int,
    "DOUBLE": float,
    "BOOLEAN": bool,
    "DATE": date,
    "TIMESTAMP": datetime,
}
# Tables that hold one value and are written by SQL: the version of the schema, that of the models.
NO_RECORD = {"layout", "publication"}
ALL = (*ROWS_OF_A_DOCUMENT, *REGISTRIES, RawOriginal, RawAddress)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, type, bool]]]:
    """The columns of each raw table, each with its type and whether it may be empty."""
    path: Path = tmp_path_factory.mktemp("schema") / "w.duckdb"
    with open_working(path) as connection:
        rows = connection.execute(
            "select table_name, column_name, data_type, is_nullable from duckdb_columns()"
            " where database_name = current_database() and schema_name = 'raw' order by table_name, column_index"
        ).fetchall()
    tables: dict[str, list[tuple[str, type, bool]]] = {}
    for table, column, kind, may_be_empty in rows:
        tables.setdefault(table, []).append((column, TYPES[kind], may_be_empty))
    return tables


def as_columns(kind: type[Record]) -> list[tuple[str, type, bool]]:
    hints = typing.get_type_hints(kind)
    found = []
    for column in fields(kind):
        options = typing.get_args(hints[column.name]) or (hints[column.name],)
        (plain,) = [option for option in options if option is not NoneType]
        found.append((column.name, plain, NoneType in options))
    return found


def test_every_raw_table_has_its_record(schema: dict[str, Any]) -> None:
    assert sorted(kind.table_name for kind in ALL) == sorted(set(schema) - NO_RECORD)
    exported = {
        kind
        for name, kind in inspect.getmembers(records, inspect.isclass)
        if name.startswith("Raw") and issubclass(kind, Record)
    }
    assert exported == set(ALL)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_a_record_has_the_columns_of_its_table(
    kind: type[Record], schema: dict[str, list[tuple[str, type, bool]]]
) -> None:
    assert as_columns(kind) == schema[kind.table_name]
    # What may be left out is what may be empty.
    assert all(c.default is None for c in fields(kind) if c.default is not MISSING)


def test_rows_have_a_list_for_each_table_below_a_document() -> None:
    expected = {kind.table_name: list[kind] for kind in ROWS_OF_A_DOCUMENT[1:]}  # type: ignore[valid-type]
    assert typing.get_type_hints(Rows) == expected
    assert list(expected) == [column.name for column in fields(Rows)]


def test_every_raw_table_of_a_run_is_an_asset_with_a_description() -> None:
    assert list(RAW_DESCRIPTIONS) == [kind.table_name for kind in (*ROWS_OF_A_DOCUMENT, *REGISTRIES)]


def test_records_are_frozen_and_named() -> None:
    problem = RawProblem(item_id="a-1", document_id="a", kind="cell", message="1：x")
    with pytest.raises(FrozenInstanceError):
        problem.message = "2"  # type: ignore[misc]
    with pytest.raises(TypeError):
        RawProblem("a-1", "a", "cell", None, "1：x", None)  # type: ignore[misc]
    assert not hasattr(problem, "__dict__")


def test_rows_are_the_same_after_a_journey_between_processes() -> None:
    facts = DocumentFacts(document_id="a", title="通报", table_count=0, paragraph_count=1, character_count=9)
    problem = RawProblem(item_id="a-1", document_id="a", kind="cell", message="1：x")
    sent = DocumentRows(document=facts, statements=[statement(1), statement(2)], problems=[problem])
    came = pickle.loads(pickle.dumps(sent))
    assert came == sent
    assert type(came) is DocumentRows
    assert replace(came.statements[1], value=None) == statement(2, value=None)


def test_all_that_belongs_to_a_document_is_replaced_with_it(schema: dict[str, Any]) -> None:
    replaced = {name for name, columns in schema.items() if "document_id" in {c for c, *_ in columns}}
    came_from_outside = {RawOriginal.table_name, RawAddress.table_name}
    assert {kind.table_name for kind in ROWS_OF_A_DOCUMENT} == replaced - came_from_outside


def test_the_statement_of_a_table_follows_from_its_record() -> None:
    assert create_table(RawOriginal) == (
        "create table if not exists raw.originals (\n"
        "    document_id varchar not null,\n"
        "    source_uri varchar not null,\n"
        "    byte_count bigint not null,\n"
        "    first_seen timestamp not null,\n"
        "    last_seen timestamp,\n"
        "    source_id varchar,\n"
        "    title varchar,\n"
        "    listed_on date,\n"
        "    parent_uri varchar,\n"
        "    headers varchar,\n"
        "    primary key (document_id, source_uri)\n"
        ");"
    )
