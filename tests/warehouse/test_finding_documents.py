"""A document is found by the address that people see as well as by the one that is kept."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.version_diff import UnknownDocument, find_document

KEPT = "file:///srv/%E9%80%9A%E6%8A%A5/%E5%8D%97%E9%98%B3%201.pdf"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema raw; create schema mart")
        connection.execute(
            "create table mart.documents as select 'ab' as document_id, 'current' as status,"
            " null::varchar as document_number"
        )
        connection.execute(
            f"create table raw.originals as select 'ab' as document_id, '{KEPT}' as source_uri"
        )
    return file


@pytest.mark.parametrize("named", [KEPT, "file:///srv/通报/南阳 1.pdf", "file:///srv/通报/南阳%201.pdf"])
def test_an_address_is_found_as_kept_and_as_read(published: Path, named: str) -> None:
    assert find_document(published, named)["document_id"] == "ab"


def test_another_address_is_none(published: Path) -> None:
    with pytest.raises(UnknownDocument, match="no such document"):
        find_document(published, "file:///srv/通报/南阳 2.pdf")
