"""The one writer: whole documents or nothing, no stale row, the right types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.database_files import open_working, publish
from warehouse.ledger import known_addresses, unread
from warehouse.records import RawAddress, RawDocument, RawOriginal, RawStatement, Rows
from warehouse.writer import note_addresses, register_originals, replace_documents


def document(document_id: str, **changes: Any) -> RawDocument:
    plain = RawDocument(
        document_id=document_id,
        source_uri=f"file:///{document_id}.txt",
        table_count=1,
        paragraph_count=2,
        character_count=30,
        reader_version="1",
        meaning_version="1",
        read_seconds=0.1,
        ingested_at=datetime(2026, 1, 2, 3, 4, 5),
    )
    return replace(plain, **changes)


def statement(number: int, document_id: str = "a", **changes: Any) -> RawStatement:
    plain = RawStatement(
        statement_id=f"{document_id}-s{number}",
        document_id=document_id,
        sentence="即办件占比为62.71%，",
        quote="62.71%",
        char_start=6,
        char_end=12,
        indicator_id=None,
        indicator_raw="即办件占比",
        scope=None,
        region_code=None,
        department_id=None,
        value=62.71,
        decimals=2,
        unit=None,
        comparator="=",
        as_of=date(2023, 6, 30),
        since=None,
        about=None,
        kind="value",
        subject=None,
        compared_with=None,
        indicator_status=None,
        qualifier=None,
    )
    return replace(plain, **changes)


def test_replacing_a_document_leaves_no_stale_row(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        rows = [Rows(statements=[statement(1), statement(2)]), Rows(statements=[statement(1, "b")])]
        replace_documents(connection, [document("a"), document("b")], rows)
        replace_documents(connection, [document("a", title="新")], [Rows(statements=[statement(3)])])
        ids = connection.execute("select statement_id from raw.statements order by 1").fetchall()
        assert ids == [("a-s3",), ("b-s1",)]
        assert connection.execute("select title from raw.documents order by document_id").fetchall() == [
            ("新",),
            (None,),
        ]


def test_types_come_from_the_schema(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        replace_documents(connection, [document("a")], [Rows(statements=[statement(1)])])
        row = connection.execute("select value, as_of, quote, unit from raw.statements").fetchone()
        assert row == (62.71, date(2023, 6, 30), "62.71%", None)


def test_every_row_arrives_as_it_is_in_its_order(tmp_path: Path) -> None:
    """More rows than go into one line of JSON, with all that could break one."""
    odd = ["", "null", '"', "\\N", "a\nb", "a\r\nb", "\t", "\u2028", "\x00", "𠮷", "{}", "[1]", "1,2", "'"]
    rows = [statement(number, sentence=odd[number % len(odd)], char_start=number) for number in range(2500)]
    with open_working(tmp_path / "w.duckdb") as connection:
        replace_documents(connection, [document("a")], [Rows(statements=rows)])
        loaded = connection.execute("select char_start, sentence from raw.statements").fetchall()
        assert loaded == [(row.char_start, row.sentence) for row in rows]


def test_a_bad_row_rolls_the_whole_batch_back(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        replace_documents(connection, [document("a")], [Rows(statements=[statement(1)])])
        with pytest.raises(duckdb.Error):
            replace_documents(
                connection, [document("a")], [Rows(statements=[statement(7), statement(8, quote=None)])]
            )
        assert connection.execute("select statement_id from raw.statements").fetchall() == [("a-s1",)]


def test_unread_is_what_is_new_or_made_with_another_version(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        register_originals(
            connection,
            [
                RawOriginal(
                    document_id=name,
                    source_uri=f"file:///{name}",
                    byte_count=1,
                    first_seen=datetime(2026, 1, day),
                )
                for day, name in enumerate("cab", start=1)
            ],
        )
        assert [row.document_id for row in unread(connection, "1", "1")] == ["c", "a", "b"]
        replace_documents(connection, [document("a"), document("b", meaning_version="0")], [])
        assert [row.document_id for row in unread(connection, "1", "1")] == ["c", "b"]


def test_publishing_replaces_the_file_and_leaves_open_readers_alone(tmp_path: Path) -> None:
    working, published = tmp_path / "work" / "w.duckdb", tmp_path / "w.duckdb"
    with open_working(working) as connection:
        replace_documents(connection, [document("a")], [])
    publish(working, published)
    with duckdb.connect(str(published), read_only=True) as reader:
        with open_working(working) as connection:
            replace_documents(connection, [document("b")], [])
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
    row = RawOriginal(document_id="a", source_uri="file:///a", byte_count=1, first_seen=datetime(2026, 1, 1))
    with open_working(path) as connection:
        register_originals(connection, [row])
        replace_documents(connection, [document("a")], [])
        connection.execute("update raw.layout set version = 'older'")
        connection.execute("alter table raw.tables drop column scope")
    with open_working(path) as connection:
        assert [found.document_id for found in unread(connection, "1", "1")] == ["a"]
        replace_documents(connection, [document("a")], [])
        assert connection.execute("select scope from raw.tables").fetchall() == []


def test_a_lost_working_file_is_started_from_the_published_one(tmp_path: Path) -> None:
    working, published = tmp_path / "work" / "w.duckdb", tmp_path / "w.duckdb"
    with open_working(working) as connection:
        replace_documents(connection, [document("a")], [])
    publish(working, published)
    working.unlink()
    with open_working(working, published) as connection:
        assert connection.execute("select document_id from raw.documents").fetchall() == [("a",)]


def seen(document_id: str, hour: int) -> RawOriginal:
    return RawOriginal(
        document_id=document_id,
        source_uri="https://a.gov.cn/tongbao.html",
        byte_count=1,
        first_seen=datetime(2026, 1, 1, hour),
    )


def test_an_address_that_goes_back_to_older_bytes_serves_those_again(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        for hour, document_id in enumerate("AABBA"):
            register_originals(connection, [seen(document_id, hour)])
        rows = connection.execute(
            "select document_id, hour(first_seen), hour(last_seen) from raw.originals order by 1"
        ).fetchall()
        assert rows == [("A", 0, 4), ("B", 2, 2)]


def answer(day: datetime = datetime(2026, 1, 1), **changes: Any) -> RawAddress:
    fetched = RawAddress(
        source_id="yindu",
        uri="https://a.gov.cn/1.html",
        status="fetched",
        document_id="A",
        etag='"1"',
        title="通报",
        first_seen=day,
        checked_at=day,
    )
    return replace(fetched, **changes)


def test_a_page_that_vanished_keeps_its_document(tmp_path: Path) -> None:
    with open_working(tmp_path / "w.duckdb") as connection:
        note_addresses(connection, [answer()])
        gone = answer(datetime(2026, 2, 1), status="gone", code="http_404", document_id=None, etag=None)
        note_addresses(connection, [gone])
        assert connection.execute("select status, code, checked_at from raw.addresses").fetchall() == [
            ("gone", "http_404", datetime(2026, 2, 1))
        ]
        kept = replace(gone, document_id="A", etag='"1"', first_seen=datetime(2026, 1, 1))
        assert known_addresses(connection, "yindu") == {"https://a.gov.cn/1.html": kept}


def test_another_layout_keeps_what_came_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with open_working(path) as connection:
        register_originals(connection, [seen("A", 1)])
        note_addresses(connection, [answer()])
        replace_documents(connection, [document("a")], [])
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
