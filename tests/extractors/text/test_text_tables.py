"""The text reader against the hand-made truth: tables, header paths, row kinds and cells of five bulletins.

Here belongs the comparison of `read_document` with `fixtures/expected/0*.json`. Whether that truth agrees
with the print is asked in `test_expected.py`; made-up layouts belong beside the reader's own tests.

White space is left out of every comparison: in these texts it comes from line wraps and recognition slips.
"""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import Any

import pytest

from extractors.model import Document, Row, RowKind, Table
from tests.paths import FIXTURES

NAMES = sorted(path.stem for path in (FIXTURES / "expected").glob("0*.json"))


@cache
def truth(name: str) -> dict[str, Any]:
    """The expected document, as written by hand."""
    expected: dict[str, Any] = json.loads(
        (FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8")
    )
    return expected


@cache
def reading(name: str) -> Document:
    """The same document as the reader has it."""
    from extractors.reading import read_document

    path = FIXTURES / truth(name)["file"]
    return read_document(path.read_bytes(), name=path.name)


def squeeze(text: str | None) -> str | None:
    """Without any white space; None stays None."""
    return None if text is None else "".join(text.split())


def row_line(row: Row) -> int | None:
    """The source line of the first printed cell."""
    return next((cell.place.line for cell in row.cells if squeeze(cell.text)), None)


def differences(where: str, expected: dict[str, Any], got: Table, document: Document) -> list[str]:
    """Every difference between an expected table and a read one, one line each: place, expected, got."""
    found: list[str] = []

    def compare(what: str, want: object, have: object) -> None:
        if want != have:
            found.append(f"{where}, {what}: expected {want!r}, got {have!r}")

    as_of = got.as_of or document.front.as_of
    compare("attachment", expected["attachment"], got.attachment)
    compare("title", squeeze(expected["title"]), squeeze(got.title))
    compare("caption", squeeze(expected["caption"]), squeeze(got.caption))
    compare("as_of", expected["as_of"], as_of.isoformat() if as_of else None)
    for field in ("notes_before", "footnotes"):
        compare(
            field,
            [squeeze(note) for note in expected[field]],
            [squeeze(note) for note in getattr(got, field)],
        )
    header = [tuple(squeeze(part) for part in path) for path in expected["header"]]
    read_header = [tuple(squeeze(part) for part in path) for path in got.header]
    compare("columns", len(header), len(read_header))
    for number, (path, read_path) in enumerate(zip(header, read_header, strict=False), start=1):
        compare(f"header of column {number}", path, read_path)
    compare("rows", len(expected["rows"]), len(got.rows))
    for number, (row, read_row) in enumerate(zip(expected["rows"], got.rows, strict=False), start=1):
        compare(f"row {number}, kind", row["row_kind"], read_row.kind.value)
        compare(f"row {number}, source line", row["source_line"], row_line(read_row))
        compare(f"row {number}, cells", len(row["cells"]), len(read_row.cells))
        for column, (cell, read_cell) in enumerate(zip(row["cells"], read_row.texts, strict=False)):
            path_text = "/".join(expected["header"][column])
            compare(f"row {number}, column {column + 1} ({path_text})", squeeze(cell), squeeze(read_cell))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_number_of_tables(name: str) -> None:
    expected = truth(name)
    assert len(expected["tables"]) == expected["table_count"]
    attachments = [table["attachment"] for table in expected["tables"]]
    assert [table.attachment for table in reading(name).tables] == attachments, name


@pytest.mark.parametrize(
    ("name", "index"),
    [(name, index) for name in NAMES for index in range(truth(name)["table_count"])],
)
def test_table(name: str, index: int) -> None:
    document, expected = reading(name), truth(name)["tables"][index]
    assert len(document.tables) > index, f"{name}: table {index + 1} was not read"
    where = f"{name}, annex {expected['attachment']}, table {index + 1}"
    found = differences(where, expected, document.tables[index], document)
    assert not found, f"{len(found)} differences\n" + "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "field", ["title", "issuer", "document_number", "place_name", "published_on", "as_of"]
)
def test_document_facts(name: str, field: str) -> None:
    value = getattr(reading(name).front, field)
    got = value.isoformat() if hasattr(value, "isoformat") else squeeze(value)
    assert got == squeeze(truth(name)[field]), f"{name}, {field}"


def test_the_comparison_notices_one_wrong_cell_kind_path_and_line() -> None:
    """Spoils a read table in each way that the tests above must not let through."""
    name, index = next((name, 0) for name in NAMES if truth(name)["table_count"])
    document = reading(name)
    expected, table = truth(name)["tables"][index], document.tables[index]

    def spoiled(**change: Any) -> list[str]:
        return differences("here", expected, dataclasses.replace(table, **change), document)

    clean = spoiled()
    first, *others = table.rows
    cells = (*first.cells[:-1], dataclasses.replace(first.cells[-1], text="?"))
    assert len(spoiled(rows=(dataclasses.replace(first, cells=cells), *others))) == len(clean) + 1
    assert len(spoiled(rows=(dataclasses.replace(first, kind=RowKind.SECTION), *others))) == len(clean) + 1
    assert len(spoiled(header=(("?",), *table.header[1:]))) == len(clean) + 1
    moved = tuple(dataclasses.replace(c, place=dataclasses.replace(c.place, line=0)) for c in first.cells)
    assert len(spoiled(rows=(dataclasses.replace(first, cells=moved), *others))) == len(clean) + 1
    assert len(spoiled(rows=tuple(others))) > len(clean)
