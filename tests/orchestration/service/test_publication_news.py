"""What a watch tells of a publication."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.orchestration.service.publication_news import News

START = datetime(2026, 1, 1)


def publish(path: Path, *documents: dict[str, Any]) -> None:
    """Add documents to a published file, or make one; `minute` is when they were read."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema if not exists mart")
        connection.execute(
            "create table if not exists mart.documents (document_id text, source_uri text, status text,"
            " status_reason text, region_name text, issuer text, title text, table_count int,"
            " superseded_by text, ingested_at timestamp)"
        )
        connection.execute("create table if not exists mart.observations (document_id text)")
        for given in documents:
            row = {"status": "current", "table_count": 0} | given
            row["ingested_at"] = START + timedelta(minutes=row.pop("minute"))
            figures = row.pop("figures", 0)
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"insert into mart.documents ({names}) values ({marks})", list(row.values()))
            connection.execute(
                "insert into mart.observations select ? from range(?)", [row["document_id"], figures]
            )


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


def test_a_document_is_told_once_with_what_became_of_it(published: Path) -> None:
    news = News(published)
    publish(
        published,
        {
            "document_id": "a",
            "source_uri": "file:///inbox/%E5%8D%97%E9%98%B3.pdf",
            "minute": 1,
            "region_name": "南阳市",
            "title": "12月份通报",
            "table_count": 25,
            "figures": 4446,
        },
        {
            "document_id": "b",
            "source_uri": "file:///inbox/b.pdf",
            "minute": 2,
            "status": "quarantined",
            "status_reason": "encrypted: it needs a password",
        },
    )
    assert news.lines() == [
        "took 南阳.pdf: 南阳市 12月份通报; 25 tables, 4,446 figures",
        "quarantined b.pdf: encrypted: it needs a password",
        "published warehouse.duckdb: 1 current, 1 quarantined",
    ]
    assert news.lines() == ["published warehouse.duckdb: 1 current, 1 quarantined"]


def test_what_was_there_before_the_watch_is_not_told_and_a_new_version_is(published: Path) -> None:
    old = {"document_id": "a", "source_uri": "file:///old.txt", "minute": 1}
    publish(published, old | {"status": "superseded", "superseded_by": "b"})
    news = News(published)
    publish(published, {"document_id": "b", "source_uri": "file:///new.txt", "minute": 2, "title": "更正"})
    assert news.lines()[0] == "took new.txt: 更正; 0 tables, 0 figures, supersedes old.txt"


def test_a_large_load_is_told_by_its_number(published: Path) -> None:
    news = News(published)
    load = [{"document_id": str(n), "source_uri": f"file:///{n}.txt", "minute": n} for n in range(1, 31)]
    publish(published, *load)
    lines = news.lines()
    assert len(lines) == 12
    assert lines[-2:] == ["… and 20 more documents", "published warehouse.duckdb: 30 current"]


def test_what_is_read_again_is_told_by_its_number(published: Path) -> None:
    before = [{"document_id": str(n), "source_uri": f"file:///{n}.txt", "minute": n} for n in range(1, 34)]
    publish(published, *before)
    news = News(published)
    with duckdb.connect(str(published)) as connection:
        connection.execute("update mart.documents set ingested_at = ?", [START + timedelta(hours=2)])
    publish(
        published, {"document_id": "new", "source_uri": "file:///new.txt", "minute": 130, "title": "通报"}
    )
    assert news.lines() == [
        "took new.txt: 通报; 0 tables, 0 figures",
        "33 documents were read again",
        "published warehouse.duckdb: 34 current",
    ]


def test_a_document_that_comes_out_of_quarantine_or_goes_into_it_is_told(published: Path) -> None:
    publish(
        published,
        {"document_id": "a", "source_uri": "file:///a.txt", "minute": 1, "status": "quarantined"},
        {"document_id": "b", "source_uri": "file:///b.txt", "minute": 1},
        {"document_id": "c", "source_uri": "file:///c.txt", "minute": 1},
    )
    news = News(published)
    with duckdb.connect(str(published)) as connection:
        connection.execute("update mart.documents set ingested_at = ?", [START + timedelta(minutes=2)])
        connection.execute(
            "update mart.documents set status = 'current', title = '甲' where document_id = 'a'"
        )
        connection.execute(
            "update mart.documents set status = 'quarantined', status_reason = 'cut off' where document_id = 'b'"
        )
    assert news.lines() == [
        "took a.txt: 甲; 0 tables, 0 figures",
        "quarantined b.txt: cut off",
        "1 document was read again",
        "published warehouse.duckdb: 2 current, 1 quarantined",
    ]


def test_a_file_that_cannot_be_asked_is_told_and_ends_nothing(published: Path) -> None:
    published.write_bytes(b"no database")
    news = News(published)
    assert "can't be asked" in news.lines()[0]
    published.unlink()
    assert "can't be asked" in news.lines()[0]
    publish(published, {"document_id": "a", "source_uri": "file:///a.txt", "minute": 1})
    assert news.lines()[0].startswith("took a.txt: ")
