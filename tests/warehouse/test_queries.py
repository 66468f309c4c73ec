"""One read-only query at a time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.queries import QueryError, query, query_to_parquet


@pytest.fixture
def published(tmp_path: Path) -> Path:
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table t as from (values (1, 'x'), (2, 'y')) as v (n, k)")
    return file


@pytest.mark.parametrize("sql", ["", "  ", " ; ", "-- nothing"])
def test_an_empty_query_is_refused(published: Path, sql: str) -> None:
    for ask in (query, query_to_parquet):
        with pytest.raises(QueryError, match="the query is empty"):
            ask(published, sql)


def test_several_statements_are_refused(published: Path) -> None:
    for ask in (query, query_to_parquet):
        with pytest.raises(QueryError, match="2 statements in one query"):
            ask(published, "select 1; select 2")


@pytest.mark.parametrize("sql", ["from t;", "from t; -- the end", "-- all\nfrom t", "from t -- the end"])
def test_comments_and_a_semicolon_are_no_second_statement(published: Path, sql: str) -> None:
    assert query(published, sql).rows == [(1, "x"), (2, "y")]


def test_one_statement_that_becomes_several_inside_is_one(published: Path) -> None:
    assert query(published, "pivot t on k using sum(n)").columns == ("x", "y")


def test_a_comment_at_the_end_does_not_hide_the_rest_of_a_parquet_query(published: Path) -> None:
    assert query_to_parquet(published, "from t -- the end")[:4] == b"PAR1"
