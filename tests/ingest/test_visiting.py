"""A visit as the warehouse keeps it: which addresses are noted, what is asked again, how late a source is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipelines.home.paths import Home
from pipelines.ingest.inputs import Original
from pipelines.ingest.sources.source_model import Source
from pipelines.ingest.visiting import folder_of, visit
from tests.ingest.pages import article
from tests.ingest.server import PublisherServer
from warehouse.database_files import open_working
from warehouse.ledger import known_addresses, latest_arrival
from warehouse.writer import register_originals


@pytest.fixture
def server() -> Iterator[PublisherServer]:
    with PublisherServer(robots=None) as started:
        yield started


def source(address: str | None = None, **more: Any) -> Source:
    politeness = {"delay_seconds": 0, "timeout_seconds": 5, "allow_private": True}
    listings = [{"address": address, "links": {"title": "通报"}}] if address else []
    content = {"id": "x", "name": "x", "publisher": "x", "region": "410505", "listings": listings}
    return Source.model_validate({**content, "politeness": politeness, **more})


def test_a_listing_that_could_not_be_had_is_never_asked_for_as_a_document(
    server: PublisherServer, tmp_path: Path
) -> None:
    home, publisher = Home(tmp_path), source(server.address("/list"))
    server.put("/list", status=404)
    first = visit(home, publisher)
    assert [failure.code for failure in first.failures] == ["http_404"] and first.latest is None
    server.put("/list", '<ul><li><a href="/1.html">办件通报</a><span>2023-07-10</span></li></ul>')
    server.put("/1.html", article("办件通报", "办件3件。"))
    second = visit(home, publisher)
    assert [row.source_uri for row in second.brought] == [server.address("/1.html")]
    assert second.latest == date(2023, 7, 10)
    assert server.paths() == ["/robots.txt", "/list", "/robots.txt", "/list", "/1.html"]
    with open_working(home.working, home.published) as connection:
        # As a home has it whose listing failed before that was mended.
        connection.execute(
            "insert into raw.addresses by name select source_id, ? as uri, 'failed' as status, first_seen, checked_at"
            " from raw.addresses",
            [server.address("/list")],
        )
        assert set(known_addresses(connection, "x")) == {server.address("/1.html"), server.address("/list")}
    assert visit(home, publisher).brought == []


def test_days_are_those_of_the_source(tmp_path: Path) -> None:
    """Half past eleven in the evening in UTC is the next morning in Shanghai."""
    home = Home(tmp_path)
    seen = datetime(2023, 7, 10, 23, 30, tzinfo=UTC)
    row = Original("a" * 64, "http://x.gov.cn/1", 3).row(seen=seen, source_id="x")
    assert row.first_seen == datetime(2023, 7, 10, 23, 30)
    with open_working(home.working, home.published) as connection:
        register_originals(connection, [row])
        assert latest_arrival(connection, "x", ZoneInfo("Asia/Shanghai")) == date(2023, 7, 11)
        assert latest_arrival(connection, "x", ZoneInfo("America/New_York")) == date(2023, 7, 10)
        listed = Original("b" * 64, "http://x.gov.cn/2", 3).row(
            seen=seen, source_id="x", listed_on=date(2023, 7, 9)
        )
        register_originals(connection, [listed])
        assert latest_arrival(connection, "x", ZoneInfo("Asia/Shanghai")) == date(2023, 7, 11)
        assert latest_arrival(connection, "y") is None


def test_a_folder_may_lie_in_the_home_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    home = Home(tmp_path / "data")
    assert folder_of(home, source(folder="~/bulletins")) == tmp_path / "user" / "bulletins"
    assert folder_of(home, source(folder="in/x")) == tmp_path / "data" / "in" / "x"
