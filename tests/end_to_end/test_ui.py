"""The Dagster UI as an operator sees it, in Debian's chromium: from a number to the document, checks, automation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest

from tests.end_to_end.browsing import (
    CHROMIUM,
    MONTHS_OF_BACKLOG,
    Desk,
    five_sources,
    let_sensor_rest,
    load_backlog,
)
from tests.end_to_end.conftest import Call
from tests.end_to_end.watching import Watched
from tests.sources.pages import bulletin_text, set_as_html
from tests.sources.server import PublisherServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's package chromium"),
    pytest.mark.timeout(300),
]
NANYANG = "一体化政务服务能力提升工作通报（2021年第11期）"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, tongbao: Call) -> Iterator[Desk]:
    """One page for all tests, on a home that visited the five publishers and loaded two months of a backlog."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("desk") / "home"
    with PublisherServer() as server:
        five_sources(server, home / "sources")
        result = tongbao(home, "sources", "visit", timeout=240)
        assert result.returncode == 0, result.stderr
        watched = Watched(home, "ui")
        try:
            load_backlog(watched)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM,
                    args=[
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                    ],
                )
                page = browser.new_page(viewport={"width": 1600, "height": 1000})
                page.set_default_timeout(45_000)
                yield Desk(page, watched, server)
                browser.close()
        finally:
            watched.stop()


def test_the_comparison_leads_by_clicks_to_the_document_and_its_publisher(desk: Desk) -> None:
    count = desk.watched.query("select count(*) from mart.city_comparison")[0][0]
    desk.open("/assets/mart/city_comparison")
    desk.text(re.compile("The places that publish bulletins, side by side"))
    assert re.search(rf"Row count\n{count}\n", desk.reads())
    desk.tab("Lineage")
    desk.text("place_figures")
    desk.keep("lineage-of-the-comparison")
    desk.text("place_figures").click()
    desk.page.wait_for_url(re.compile("/assets/core/place_figures"))
    desk.tab("Overview")
    desk.up("core/current_observations")
    desk.up("staging/stg_observations")
    desk.up("raw/observations")
    observations = desk.watched.query("select count(*) from raw.observations")[0][0]
    assert observations > 3000 and f"Row count\n{observations:,}" in desk.reads()
    desk.up("raw/originals")
    uri = desk.server.address("/nanyang/2021/12-28/1.html")
    sha256 = hashlib.sha256(set_as_html(bulletin_text(0)).encode()).hexdigest()
    with desk.shown("preview") as preview:
        for text in (NANYANG, uri, sha256):
            assert text in preview.inner_text()
        assert preview.get_by_role("link", name=NANYANG).get_attribute("href") == uri
    desk.up("sources/nanyang")
    listing = desk.text(desk.server.address("/nanyang/tzgg/index.html"))
    assert listing.get_attribute("href") == desk.server.address("/nanyang/tzgg/index.html")
    # Its rhythm says: monthly, by the 10th.
    desk.text(re.compile("Deadline: At 12:00 AM GMT.8, on day 11 of the month"))
    desk.text("Passing")
    desk.text("At 08:20 AM GMT+8")
    shown = desk.reads()
    for text in ("The bulletins of 南阳市", NANYANG, uri, sha256):
        assert text in shown, text
    desk.keep("source")


def test_a_column_leads_to_the_columns_it_is_made_from(desk: Desk) -> None:
    from playwright.sync_api import expect

    desk.open("/assets/mart/city_comparison")
    row = desk.row("published")
    row.wait_for()
    assert "the printed figure; NULL where nobody printed it" in row.inner_text()
    row.scroll_into_view_if_needed()
    desk.keep("columns-of-the-comparison")
    for link, page in (
        ("core.place_figures.published", "/assets/core/place_figures"),
        ("core.current_observations.value", "/assets/core/current_observations"),
        ("staging.stg_observations.value", "/assets/staging/stg_observations"),
        ("raw.observations.value", "/assets/raw/observations"),
    ):
        desk.page.get_by_role("link", name=link, exact=True).first.click()
        desk.page.wait_for_url(re.compile(page))
    expect(desk.row("value")).to_contain_text("the figure; percentages as percent numbers")
    expect(desk.row("value")).not_to_contain_text("←")


def test_the_checks_say_what_does_not_add_up_with_numbers(desk: Desk) -> None:
    count = desk.watched.query("select count(*) from mart.reconciliation where verdict = 'mismatch'")[0][0]
    assert count >= 20
    desk.open("/assets/mart/reconciliation")
    desk.tab("Checks")
    desk.text("published_figures_add_up").click()
    desk.text(f"{count} rows fail")
    desk.text(re.compile("Published figures that their own parts contradict"))
    desk.keep("checks")
    desk.page.get_by_text("[Show Markdown]").click()
    rows = desk.page.get_by_role("dialog").get_by_role("row").all_inner_texts()
    # 南阳 annex 1, 市卫健体委; 殷都 annex 1, 公安分局.
    assert any("承诺时限 141" in row and "96.26" in row and "97.0272" in row for row in rows)
    assert any("即办件事项数 64" in row and "44.44" in row and "44.7552" in row for row in rows)
    desk.page.get_by_text("Close", exact=True).click()


def test_a_source_says_what_could_not_be_fetched_and_what_is_late(desk: Desk) -> None:
    desk.open("/assets/sources/nanyang?view=checks")
    desk.text("every_address_answered").click()
    desk.text("1 of 2 addresses could not be had")
    desk.page.get_by_text("[Show Markdown]").click()
    shown = desk.page.get_by_role("dialog").inner_text()
    assert "forbidden_by_robots" in shown and desk.server.address("/nanyang/internal/3.html") in shown
    desk.page.get_by_text("Close", exact=True).click()
    desk.text("new_bulletins_are_on_time").click()
    desk.text(re.compile("the latest bulletin is of 2021-12-28; one was due on"))


def test_documents_are_previewed_with_number_address_and_hash(desk: Desk) -> None:
    desk.open("/assets/raw/documents")
    with desk.shown("preview") as preview:
        # Five bulletins, and the page that frames 华容's.
        documents = preview.get_by_role("listitem").all_inner_texts()
        assert len(documents) == 6
        yindu = next(text for text in documents if "殷都区" in text)
        uri = desk.server.address("/yindu/2023/07-10/11.html")
        for text in ("殷放管服办〔2023〕18号", "as of 2023-06-30", "8 tables", uri):
            assert text in yindu, text
        assert re.search(r"sha256 [0-9a-f]{64}$", yindu.strip())
        desk.keep("documents")


def test_the_backlog_shows_its_months(desk: Desk) -> None:
    desk.open("/assets/raw/backlog")
    desk.tab("Partitions")
    desk.text("Materialized (2)")
    desk.page.get_by_placeholder("Filter by name…").fill("2019-0")
    desk.text(MONTHS_OF_BACKLOG[0]).click()
    desk.text("documents_read_now")
    shown = desk.reads()
    assert re.search(r"files\s+120\b", shown) and re.search(r"documents_read_now\s+120\b", shown), shown
    desk.keep("backlog")


def test_a_run_shows_its_steps_and_what_it_read(desk: Desk) -> None:
    desk.open("/runs")
    for job in ("ingest", *(f"visit_{name}" for name in ("nanyang", "yindu", "tanghe"))):
        desk.text(job)
    assert "Failed" not in re.sub("Failed\n", "", desk.reads(), count=1)  # the name of a tab
    run = next(run for run in desk.watched.runs() if run["jobName"] == "ingest")
    desk.page.get_by_text(run["runId"][:8]).first.click()
    desk.text("Success")
    desk.text("extraction")
    desk.keep("run")


def test_automation_is_switched_on_and_off(desk: Desk) -> None:
    """Last: what is switched on starts to work."""
    from playwright.sync_api import expect

    let_sensor_rest(desk.watched)
    desk.open("/automation")
    for time in ("08:20", "08:40", "09:00", "09:20", "09:40"):
        desk.text(f"Scheduled At {time} AM GMT+8")
    shown = desk.reads()
    for text in (
        "visit_nanyang_by_schedule\nScheduled At 08:20 AM GMT+8\n",
        "visit_huarong_by_schedule\nScheduled At 09:40 AM GMT+8\n",
        *("inbox", "fetched_bulletins", "failures", "failed_checks"),
    ):
        assert text in shown, text
    desk.text("Select all").click()
    desk.text("Actions").click()
    desk.page.get_by_role("menuitem", name="Start 9 automations").click()
    desk.page.get_by_role("button", name="Start 9 automations").click()
    desk.watched.wait_for(lambda: _running(desk) == 9, 30, "nine automations")
    # The inbox is looked into every five seconds.
    desk.watched.wait_for(lambda: _looks_into_inbox(desk), 60, "a look into the inbox")
    desk.open("/automation")
    desk.text("inbox").click()
    desk.text("Files put into the inbox, or into the folder of a source, are ingested once they are whole.")
    expect(desk.page.get_by_role("row").filter(has_text="Latest tick")).not_to_contain_text("never run")
    desk.open("/automation")
    desk.text("Scheduled At 09:40 AM GMT+8")
    desk.keep("automation")


_REPOSITORY = {"repositoryLocationName": "tongbao", "repositoryName": "__repository__"}


def _running(desk: Desk) -> int:
    states = desk.watched.ask(
        "query($s: RepositorySelector!) { repositoryOrError(repositorySelector: $s) { ... on Repository {"
        " schedules { scheduleState { status } } sensors { sensorState { status } } } } }",
        s=_REPOSITORY,
    )["repositoryOrError"]
    found = [item["scheduleState"] for item in states["schedules"]]
    found += [item["sensorState"] for item in states["sensors"]]
    return [item["status"] for item in found].count("RUNNING")


def _looks_into_inbox(desk: Desk) -> bool:
    sensor = desk.watched.ask(
        "query($s: SensorSelector!) { sensorOrError(sensorSelector: $s) { ... on Sensor {"
        " sensorState { ticks(limit: 1) { status } } } } }",
        s=_REPOSITORY | {"sensorName": "inbox"},
    )["sensorOrError"]
    return [tick["status"] for tick in sensor["sensorState"]["ticks"]] == ["SKIPPED"]
