"""The one writer: whole documents or nothing, no stale row, the right types."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.database_files import open_working, publish
from warehouse.ledger import known_addresses, unread
from warehouse.writer import note_addresses, register_originals, replace_documents


def document(document_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "source_uri": f"file:///{document_id}.txt",
        "table_count": 1,
        "paragraph_count": 2,
        "character_count": 30,
        "reader_version": "1",
        "meaning_version": "1",
        "read_seconds": 0.1,
        "ingested_at": datetime(2026, 1, 2, 3, 4, 5),
        **changes,
    }


def statement(number: int, document_id: str = "a") -> dict[str, Any]:
    return {
        "statement_id": f"{document_id}-s{number}",
        "document_id": document_id,
        "sentence": "即办件占比为62.71%，",
        "quote": "62.71%",
        "char_start": 6,
        "char_end": 12,
        "value": 62.71,
        "kind": "value",
        "as_of": date(2023, 6, 30),
    }


def test_replacing_a_document_leaves_no_stale_row(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        first = {
            "documents": [document("a"), document("b")],
            "statements": [statement(1), statement(2), statement(1, "b")],
        }
        replace_documents(connection, ["a", "b"], first)
        replace_documents(
            connection, ["a"], {"documents": [document("a", title="新")], "statements": [statement(3)]}
        )
        ids = connection.execute("select statement_id from raw.statements order by 1").fetchall()
        assert ids == [("a-s3",), ("b-s1",)]
        assert connection.execute("select title from raw.documents order by document_id").fetchall() == [
            ("新",),
            (None,),
        ]


def test_types_come_from_the_schema(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        replace_documents(connection, ["a"], {"documents": [document("a")], "statements": [statement(1)]})
        row = connection.execute("select value, as_of, quote, unit from raw.statements").fetchone()
        assert row == (62.71, date(2023, 6, 30), "62.71%", None)


def test_a_bad_row_rolls_the_whole_batch_back(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        replace_documents(connection, ["a"], {"documents": [document("a")], "statements": [statement(1)]})
        with pytest.raises(duckdb.Error):
            replace_documents(
                connection,
                ["a"],
                {"documents": [document("a")], "statements": [statement(7), {**statement(8), "quote": None}]},
            )
        assert connection.execute("select statement_id from raw.statements").fetchall() == [("a-s1",)]


def test_an_unknown_column_or_table_is_refused(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        with pytest.raises(ValueError, match="no columns colour"):
            replace_documents(connection, ["a"], {"documents": [document("a", colour="red")]})
        with pytest.raises(ValueError, match="no such raw tables: figures"):
            replace_documents(connection, ["a"], {"figures": []})


def test_unread_is_what_is_new_or_made_with_another_version(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        register_originals(
            connection,
            [
                {
                    "document_id": name,
                    "source_uri": f"file:///{name}",
                    "byte_count": 1,
                    "first_seen": datetime(2026, 1, day),
                }
                for day, name in enumerate("cab", start=1)
            ],
        )
        assert [row["document_id"] for row in unread(connection, "1", "1")] == ["c", "a", "b"]
        replace_documents(
            connection, ["a", "b"], {"documents": [document("a"), document("b", meaning_version="0")]}
        )
        assert [row["document_id"] for row in unread(connection, "1", "1")] == ["c", "b"]


def test_publishing_replaces_the_file_and_leaves_open_readers_alone(tmp_path: Path) -> None:
    working, published = tmp_path / "work" / "w.duckdb", tmp_path / "w.duckdb"
    with open_working(working) as connection:
        replace_documents(connection, ["a"], {"documents": [document("a")]})
    publish(working, published)
    with duckdb.connect(str(published), read_only=True) as reader:
        with open_working(working) as connection:
            replace_documents(connection, ["b"], {"documents": [document("b")]})
        publish(working, published)
        assert reader.execute("select count(*) from raw.documents").fetchone() == (1,)
    with duckdb.connect(str(published), read_only=True) as reader:
        assert reader.execute("select count(*) from raw.documents").fetchone() == (2,)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["w.duckdb"]


def test_the_file_is_written_for_clients_of_duckdb_1_5(tmp_path: Path) -> None:
    """The storage version stands in the file's header, after the checksum and the magic bytes."""
    working = tmp_path / "w.duckdb"
    with open_working(working):
        pass
    with duckdb.connect() as connection:
        connection.execute(f"attach '{working}' as w (read_only)")
        tags = connection.execute("select tags from duckdb_databases() where database_name = 'w'").fetchone()
    assert tags is not None
    assert tags[0]["storage_version"].startswith("v1.5")


def test_another_layout_is_made_anew_and_keeps_the_originals(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    row = {"document_id": "a", "source_uri": "file:///a", "byte_count": 1, "first_seen": datetime(2026, 1, 1)}
    with open_working(path) as connection:
        register_originals(connection, [row])
        replace_documents(connection, ["a"], {"documents": [document("a")]})
        connection.execute("update raw.layout set version = 'older'")
        connection.execute("alter table raw.tables drop column scope")
    with open_working(path) as connection:
        assert [found["document_id"] for found in unread(connection, "1", "1")] == ["a"]
        replace_documents(connection, ["a"], {"documents": [document("a")]})
        assert connection.execute("select scope from raw.tables").fetchall() == []


def test_a_lost_working_file_is_started_from_the_published_one(tmp_path: Path) -> None:
    working, published = tmp_path / "work" / "w.duckdb", tmp_path / "w.duckdb"
    with open_working(working) as connection:
        replace_documents(connection, ["a"], {"documents": [document("a")]})
    publish(working, published)
    working.unlink()
    with open_working(working, published) as connection:
        assert connection.execute("select document_id from raw.documents").fetchall() == [("a",)]


def seen(document_id: str, hour: int) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "source_uri": "https://a.gov.cn/tongbao.html",
        "byte_count": 1,
        "first_seen": datetime(2026, 1, 1, hour),
    }


def test_an_address_that_goes_back_to_older_bytes_serves_those_again(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        for hour, document_id in enumerate("AABBA"):
            register_originals(connection, [seen(document_id, hour)])
        rows = connection.execute(
            "select document_id, hour(first_seen), hour(last_seen) from raw.originals order by 1"
        ).fetchall()
        assert rows == [("A", 0, 4), ("B", 2, 2)]


def answer(**changes: Any) -> dict[str, Any]:
    fetched = {
        "source_id": "yindu",
        "uri": "https://a.gov.cn/1.html",
        "status": "fetched",
        "document_id": "A",
        "etag": '"1"',
        "title": "通报",
        "checked_at": datetime(2026, 1, 1),
    }
    empty = dict.fromkeys(("code", "message", "last_modified", "listed_on", "parent_uri"))
    return empty | fetched | changes


def test_a_page_that_vanished_keeps_its_document(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        note_addresses(connection, [answer()])
        gone = answer(
            status="gone", code="http_404", document_id=None, etag=None, checked_at=datetime(2026, 2, 1)
        )
        note_addresses(connection, [gone])
        assert connection.execute("select status, code, checked_at from raw.addresses").fetchall() == [
            ("gone", "http_404", datetime(2026, 2, 1))
        ]
        assert known_addresses(connection, "yindu") == {
            "https://a.gov.cn/1.html": {
                "document_id": "A",
                "etag": '"1"',
                "last_modified": None,
                "first_seen": datetime(2026, 1, 1),
                "title": "通报",
                "parent_uri": None,
                "listed_on": None,
            }
        }


def test_another_layout_keeps_what_came_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_working(path) as connection:
        register_originals(connection, [seen("A", 1)])
        note_addresses(connection, [answer()])
        replace_documents(connection, ["a"], {"documents": [document("a")]})
        connection.execute("alter table raw.originals drop column headers")
        connection.execute("update raw.layout set version = 'older'")
    with open_working(path) as connection:
        counts = [
            connection.execute(f"select count(*) from raw.{name}").fetchone()
            for name in ("originals", "addresses", "documents")
        ]
        assert counts == [(1,), (1,), (0,)]
        assert connection.execute("select document_id, headers from raw.originals").fetchall() == [
            ("A", None)
        ]
