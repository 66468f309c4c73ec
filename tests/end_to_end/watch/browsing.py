"""An operator's desk for tests: bulletins fetched from publishers' sites, `tongbao ui` on them, a browser before it."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.end_to_end.many import write
from tests.end_to_end.watch.watching import Watched
from tests.ingest.server import PublisherServer, write_sources

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CHROMIUM = shutil.which("chromium")
# Set to a folder to keep a picture of every page that is looked at: docs/images is made so.
PICTURES = os.environ.get("TONGBAO_TEST_PICTURES")
TIMES = {
    "nanyang": "20 8 * * *",
    "yindu": "40 8 * * *",
    "tanghe": "0 9 * * *",
    "pingdingshan": "20 9 * * *",
    "huarong": "40 9 * * *",
}
# How long a test waits for something to appear before it says that it isn't there.
PATIENCE_MS = 45_000
MONTHS_OF_BACKLOG = ("2019-01-01", "2019-02-01")
# Sixty counties publish in each month.
BACKLOG = 120


def five_sources(server: PublisherServer, folder: Path) -> None:
    """The five publishers as the server has them, each with its known bulletin only, at fixed hours."""
    write_sources(server.root, folder)
    for name, cron in TIMES.items():
        path = folder / f"{name}.yml"
        text = path.read_text(encoding="utf-8").replace("* * * * *", cron)
        path.write_text(text.replace("巡察|公报", "巡察|公报|第10期|5月份|好差评"), encoding="utf-8")


class Desk:
    """The page, and the ways of a person through it."""

    def __init__(self, page: Page, watched: Watched, server: PublisherServer) -> None:
        self.page = page
        self.watched = watched
        self.server = server

    def open(self, path: str) -> None:
        self.page.goto(self.watched.url + path)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def text(self, text: str | re.Pattern[str]) -> Locator:
        """The first place where a text stands; waits until it is there."""
        found = self.page.get_by_text(text, exact=isinstance(text, str)).first
        found.wait_for()
        return found

    def says(self, *texts: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Wait until all these can be read on the page, or within a part of it: a page fills up bit by bit."""
        from playwright.sync_api import expect

        place = within or self.page.locator("body")
        for text in texts:
            expect(place).to_contain_text(text, use_inner_text=True, timeout=PATIENCE_MS)

    def up(self, asset: str) -> None:
        """Click an asset in the list of those upstream, and come to its page."""
        self.text("Upstream assets").scroll_into_view_if_needed()
        self.page.locator(f'a[href^="/assets/{asset}"]:visible').last.click()
        self.page.wait_for_url(re.compile(f"/assets/{asset}($|\\?)"))
        self.text("Upstream assets")

    def row(self, first: str) -> Locator:
        """The row of a table that begins with a text."""
        cell = self.page.get_by_role("cell", name=first, exact=True)
        return self.page.get_by_role("row").filter(has=cell).first

    @contextmanager
    def shown(self, key: str) -> Iterator[Locator]:
        """What a long entry of the metadata shows when it is clicked; closed afterwards."""
        self.row(key).get_by_text("[Show Markdown]").click()
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        yield dialog
        dialog.get_by_text("Close", exact=True).click()
        dialog.wait_for(state="hidden")

    def keep(self, name: str) -> None:
        """Keep a picture, once nothing moves any more: small, and without the folder that the test ran in."""
        if not PICTURES:
            return
        from PIL import Image

        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(1500)
        self.page.evaluate(_SHORTEN, [str(self.watched.home), "/srv/tongbao/data"])
        taken = Image.open(io.BytesIO(self.page.screenshot()))
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        taken.convert("RGB").quantize(128).save(folder / f"{name}.png", optimize=True)


_SHORTEN = """([long, short]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(long, short);
}"""
_LAUNCH = """
mutation($p: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $p) { ... on LaunchBackfillSuccess { backfillId } }
}"""
_CURSOR = 'mutation($s: SensorSelector!) { setSensorCursor(sensorSelector: $s, cursor: "1000000000") { __typename } }'


def load_backlog(watched: Watched) -> None:
    """Two months of files, read in one backfill."""
    write(watched.home / "backlog", BACKLOG)
    parameters: dict[str, Any] = {
        "partitionNames": list(MONTHS_OF_BACKLOG),
        "assetSelection": [{"path": ["raw", "backlog"]}],
    }
    assert "backfillId" in watched.ask(_LAUNCH, p=parameters)["launchPartitionBackfill"]
    watched.wait_for(
        lambda: [
            run for run in watched.runs() if run["jobName"] == "__ASSET_JOB" and run["status"] == "SUCCESS"
        ],
        120,
        "the backlog",
    )


def let_sensor_rest(watched: Watched) -> None:
    """As if all that came had been ingested, so that the sensor starts no run when it is switched on."""
    selector = {
        "repositoryLocationName": "tongbao",
        "repositoryName": "__repository__",
        "sensorName": "fetched_bulletins",
    }
    watched.ask(_CURSOR, s=selector)
