"""What the published file is asked before a run, also where an earlier program published it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.test_writer import document
from warehouse.database_files import open_working, publish
from warehouse.ledger import in_quarantine, is_published, note_publication
from warehouse.records import RawOriginal
from warehouse.writer import register_originals, replace_documents

GOOD, BAD = "file:///a.txt", "file:///b.txt"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A file with one document that was read and one in quarantine."""
    working, target = tmp_path / "work" / "w.duckdb", tmp_path / "w.duckdb"
    with open_working(working) as connection:
        originals = [
            RawOriginal(document_id=name, source_uri=uri, byte_count=1, first_seen=datetime(2026, 1, 1))
            for name, uri in (("a", GOOD), ("b", BAD))
        ]
        register_originals(connection, originals)
        bad = document("b", quarantine_code="empty", quarantine_reason="The file is empty.")
        replace_documents(connection, [document("a"), bad], [])
        note_publication(connection, "1")
    publish(working, target)
    return target


def test_a_file_of_today_is_known_with_its_quarantine(published: Path) -> None:
    assert is_published(published, [("a", GOOD)], "1", "1", "1")
    assert not is_published(published, [("a", BAD)], "1", "1", "1")
    assert in_quarantine(published, [GOOD, BAD]) == {"b"}


@pytest.mark.parametrize(
    ("older", "in_it"),
    [
        ("alter table raw.originals drop column last_seen", {"b"}),
        ("alter table raw.originals drop column parent_uri", set()),
        ("alter table raw.documents drop column quarantine_code", {"b"}),
        ("alter table raw.documents drop column quarantine_reason", set()),
        ("update raw.layout set version = 'older'", {"b"}),
        ("drop table raw.layout", {"b"}),
        ("drop table raw.publication", {"b"}),
        ("drop table raw.documents", set()),
    ],
)
def test_a_file_of_an_earlier_layout_is_made_anew_and_ends_no_run(
    published: Path, older: str, in_it: set[str]
) -> None:
    with duckdb.connect(str(published)) as connection:
        connection.execute("update raw.layout set version = 'older'")
        connection.execute(older)
    assert not is_published(published, [("a", GOOD)], "1", "1", "1")
    assert in_quarantine(published, [BAD]) == in_it
