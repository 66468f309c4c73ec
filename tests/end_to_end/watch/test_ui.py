"""The Dagster UI as an operator sees it, in Debian's chromium: from a number to the document, checks, automation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import pytest

from tests.end_to_end.conftest import Call
from tests.end_to_end.watch.browsing import (
    CHROMIUM,
    MONTHS_OF_BACKLOG,
    PATIENCE_MS,
    TIMES,
    Desk,
    five_sources,
    let_sensor_rest,
    load_backlog,
)
from tests.end_to_end.watch.watching import Watched
from tests.ingest.pages import bulletin_text, set_as_html
from tests.ingest.server import PublisherServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's package chromium"),
    pytest.mark.timeout(900),  # with the five visits and the backlog, on a busy machine
]
SENSORS = ("inbox", "fetched_bulletins", "failures", "failed_checks", "killed_runs")
NANYANG = "一体化政务服务能力提升工作通报（2021年第11期）"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, tongbao: Call) -> Iterator[Desk]:
    """One page for all tests, on a home that visited the five publishers and loaded two months of a backlog."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("desk") / "home"
    with PublisherServer() as server:
        five_sources(server, home / "sources")
        result = tongbao(home, "sources", "visit", timeout=600)
        # The sites link archives, and pages that robots.txt forbids: those are left undone.
        assert result.returncode == 1, result.stderr
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
                page.set_default_timeout(PATIENCE_MS)
                yield Desk(page, watched, server)
                browser.close()
        finally:
            watched.stop()


def test_the_comparison_leads_by_clicks_to_the_document_and_its_publisher(desk: Desk) -> None:
    count = desk.watched.query("select count(*) from mart.city_comparison")[0][0]
    desk.open("/assets/mart/city_comparison")
    desk.text(re.compile("One row for each place that publishes bulletins"))
    desk.says(re.compile(rf"Row count\n{count}\n"))
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
    assert observations > 3000
    desk.says(re.compile(rf"Row count\n{observations:,}\n"))
    desk.up("raw/originals")
    uri = desk.server.address("/nanyang/2021/12-28/1.html")
    sha256 = hashlib.sha256(set_as_html(bulletin_text(0)).encode()).hexdigest()
    with desk.shown("preview") as preview:
        desk.says(NANYANG, uri, sha256, within=preview)
        assert preview.get_by_role("link", name=NANYANG).get_attribute("href") == uri
    desk.up("sources/nanyang")
    listing = desk.text(desk.server.address("/nanyang/tzgg/index.html"))
    assert listing.get_attribute("href") == desk.server.address("/nanyang/tzgg/index.html")
    # Its rhythm says: monthly, by the 10th.
    desk.text(re.compile("Deadline: At 12:00 AM GMT.8, on day 11 of the month"))
    desk.text("Passing")
    desk.text("At 08:20 AM GMT+8")
    desk.says("The bulletins of 南阳市", NANYANG, uri, sha256)
    desk.keep("source")


def test_a_column_leads_to_the_columns_it_is_made_from(desk: Desk) -> None:
    from playwright.sync_api import expect

    desk.open("/assets/mart/city_comparison")
    row = desk.row("published")
    desk.says("the printed figure; NULL where nobody printed it", within=row)
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
    desk.says("the figure; percentages as percent numbers", within=desk.row("value"))
    expect(desk.row("value")).not_to_contain_text("←", timeout=PATIENCE_MS)


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
    rows = desk.page.get_by_role("dialog").get_by_role("row")
    # 南阳 annex 1, 市卫健体委; 殷都 annex 1, 公安分局.
    desk.says("96.26", "97.0272", within=rows.filter(has_text="承诺时限 141"))
    desk.says("44.44", "44.7552", within=rows.filter(has_text="即办件事项数 64"))
    desk.page.get_by_text("Close", exact=True).click()


def test_a_source_says_what_could_not_be_fetched_and_what_is_late(desk: Desk) -> None:
    desk.open("/assets/sources/nanyang?view=checks")
    desk.text("every_address_answered").click()
    desk.text("1 of 2 addresses could not be had")
    desk.page.get_by_text("[Show Markdown]").click()
    shown = desk.page.get_by_role("dialog")
    desk.says("forbidden_by_robots", desk.server.address("/nanyang/internal/3.html"), within=shown)
    desk.page.get_by_text("Close", exact=True).click()
    desk.text("new_bulletins_are_on_time").click()
    desk.text(re.compile("the latest bulletin is of 2021-12-28; one was due on"))


def test_documents_are_previewed_with_number_address_and_hash(desk: Desk) -> None:
    from playwright.sync_api import expect

    desk.open("/assets/raw/documents")
    with desk.shown("preview") as preview:
        documents = preview.get_by_role("listitem")
        # Five bulletins, and the page that frames 华容's.
        expect(documents).to_have_count(6, timeout=PATIENCE_MS)
        uri = desk.server.address("/yindu/2023/07-10/11.html")
        facts = ("殷放管服办〔2023〕18号", "as of 2023-06-30", "8 tables", uri)
        desk.says(*facts, re.compile(r"sha256 [0-9a-f]{64}\s*$"), within=documents.filter(has_text="殷都区"))
        desk.keep("documents")


def test_the_backlog_shows_its_months(desk: Desk) -> None:
    desk.open("/assets/raw/backlog")
    desk.tab("Partitions")
    desk.text("Materialized (2)")
    desk.page.get_by_placeholder("Filter by name…").fill("2019-0")
    desk.text(MONTHS_OF_BACKLOG[0]).click()
    desk.text("documents_read_now")
    desk.says(re.compile(r"files\s+120\b"), re.compile(r"documents_read_now\s+120\b"))
    desk.keep("backlog")


def test_a_run_shows_its_steps_and_what_it_read(desk: Desk) -> None:
    desk.open("/runs")
    for job in ("ingest", *(f"visit_{name}" for name in ("nanyang", "yindu", "tanghe"))):
        desk.text(job)
    runs = desk.watched.runs()
    assert {run["status"] for run in runs} == {"SUCCESS"}
    run = next(run for run in runs if run["jobName"] == "ingest")
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
    desk.says(
        re.compile("visit_nanyang_by_schedule\nScheduled At 08:20 AM GMT\\+8\n"),
        re.compile("visit_huarong_by_schedule\nScheduled At 09:40 AM GMT\\+8\n"),
        *SENSORS,
    )
    desk.text("Select all").click()
    desk.text("Actions").click()
    count = len(TIMES) + len(SENSORS)
    desk.page.get_by_role("menuitem", name=f"Start {count} automations").click()
    desk.page.get_by_role("button", name=f"Start {count} automations").click()
    desk.watched.wait_for(lambda: _running(desk) == count, 120, "all automations")
    # The inbox is looked into every five seconds.
    desk.watched.wait_for(lambda: _looks_into_inbox(desk), 120, "a look into the inbox")
    desk.open("/automation")
    desk.text("inbox").click()
    desk.text("Files put into the inbox, or into the folder of a source, are ingested once they are whole.")
    tick = desk.page.get_by_role("row").filter(has_text="Latest tick")
    expect(tick).to_be_visible(timeout=PATIENCE_MS)
    expect(tick).not_to_contain_text("never run", timeout=PATIENCE_MS)
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
