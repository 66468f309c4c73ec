"""The Dagster UI as an operator sees it, in Debian's chromium: lineage, the run, the checks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.conftest import TONGBAO

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's package chromium"),
]
# Set to a folder to keep a picture of every page that is looked at.
PICTURES = os.environ.get("TONGBAO_TEST_PICTURES")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The UI that `tongbao ui` starts on the loaded home."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [str(TONGBAO), "--home", str(home), "ui", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"{url}/server_info", timeout=2).close()
                break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.5)
        yield url
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

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
        opened = browser.new_page(viewport={"width": 1600, "height": 1000})
        opened.set_default_timeout(45_000)
        yield opened
        browser.close()


def keep_picture(page: Page, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(1500)
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def test_the_lineage_leads_from_the_originals_to_the_comparison(page: Page, address: str) -> None:
    page.goto(f"{address}/assets/mart/city_comparison?view=lineage&lineageScope=upstream&lineageDepth=10")
    for name in ("city_comparison", "place_figures", "scope_figures", "observations", "originals"):
        page.get_by_text(name, exact=True).first.wait_for(state="attached")
    keep_picture(page, "lineage")


def test_the_run_of_the_command_line_is_there_and_succeeded(page: Page, address: str) -> None:
    page.goto(f"{address}/runs")
    page.get_by_text("Success", exact=True).first.wait_for()
    assert page.get_by_text("ingest", exact=True).count() >= 1
    keep_picture(page, "runs")


def test_the_checks_show_what_was_found(page: Page, address: str) -> None:
    page.goto(f"{address}/assets/mart/reconciliation?view=checks")
    page.get_by_text("published_figures_add_up").first.wait_for()
    keep_picture(page, "checks")


def test_the_extraction_shows_a_preview_of_what_was_read(page: Page, address: str) -> None:
    page.goto(f"{address}/assets/raw/tables?view=overview")
    page.get_by_text("preview", exact=True).first.wait_for()
    page.get_by_text("preview", exact=True).first.scroll_into_view_if_needed()
    keep_picture(page, "preview")
    assert page.get_by_text("row_count").count() + page.get_by_text("Row count").count() >= 1


def test_a_column_leads_to_the_columns_it_is_made_from(page: Page, address: str) -> None:
    page.goto(f"{address}/assets/mart/city_comparison?view=overview")
    label = page.get_by_text("column_lineage", exact=True).first
    label.wait_for()
    label.scroll_into_view_if_needed()
    keep_picture(page, "columns")
    page.get_by_text("Show Markdown").first.wait_for()
    for shown in page.get_by_text("Show Markdown").all():
        shown.click()
        if page.get_by_text("core.place_figures.published", exact=True).count():
            break
        page.keyboard.press("Escape")
    page.get_by_text("raw.observations.value, raw.statements.value", exact=True).first.wait_for()
    keep_picture(page, "column_lineage")


def test_a_failing_check_says_how_many_rows_fail(page: Page, address: str) -> None:
    page.goto(f"{address}/assets/mart/reconciliation?view=checks&checkDetail=published_figures_add_up")
    page.get_by_text("rows fail").first.wait_for()
    page.get_by_text("first_failing_rows").first.wait_for()
    keep_picture(page, "failing_rows")
