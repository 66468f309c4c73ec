"""`tongbao watch`: the inbox, a backlog that is killed in the middle, alerts."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TONGBAO, call_tongbao
from tests.end_to_end.many import FIGURES, bulletin, write
from tests.end_to_end.watch.watching import Watched, free_port

BACKLOG = 240  # four months of sixty counties
LAUNCH = """
mutation($p: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $p) { ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } }
}"""
BACKFILLS = "{partitionBackfillsOrError { ... on PartitionBackfills { results { id status } } }}"


class Hook:
    """Takes what is posted to it."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posted.append(json.loads(body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"


@pytest.fixture(scope="module")
def hook() -> Hook:
    return Hook()


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[list[Watched]]:
    """One watch, in a list: a test that kills it puts the next one there."""
    home = tmp_path_factory.mktemp("watched") / "home"
    watches = [Watched(home, TONGBAO_ALERT_WEBHOOK=hook.address)]
    yield watches
    watches[-1].kill()


def test_a_file_dropped_into_the_inbox_is_in_the_marts_soon(
    watched: list[Watched], bulletins: list[Path]
) -> None:
    watch = watched[-1]
    (watch.home / "inbox" / "殷都.txt").write_bytes(bulletins[1].read_bytes())
    # 30 s are promised for a machine with nothing else to do; tests share it, and `benchmarks.watch` measures.
    watch.wait_for(lambda: watch.query("select 1 from mart.documents"), 60, "the bulletin")
    assert watch.query("select region_name, table_count from mart.documents") == [("殷都区", 8)]
    watch.wait_for(lambda: "published warehouse.duckdb: 1 current" in watch.said(), 30, "the word of it")
    figures = watch.query("select count(*) from mart.observations")[0][0]
    assert "took 殷都.txt: 殷都区 " in watch.said() and f"; 8 tables, {figures:,} figures\n" in watch.said()


def test_a_half_written_file_is_not_touched(watched: list[Watched], bulletins: list[Path]) -> None:
    watch = watched[-1]
    data = bulletins[4].read_bytes()
    with (watch.home / "inbox" / "华容.txt").open("wb") as writer:
        writer.write(data[: len(data) // 2])
        writer.flush()
        time.sleep(15)  # three looks into the inbox
        assert not [run for run in watch.runs() if run["status"] in ("QUEUED", "STARTED", "STARTING")]
        assert len(list((watch.home / "documents").iterdir())) == 1
        writer.write(data[len(data) // 2 :])
    watch.wait_for(lambda: len(watch.query("select 1 from mart.documents")) == 2, 180, "the whole file")
    assert watch.query("select table_count, status from mart.documents where region_code = '430623'") == [
        (4, "current")
    ]
    assert len(list((watch.home / "documents").iterdir())) == 2


def test_a_document_that_cannot_be_read_is_told_by_the_webhook(watched: list[Watched], hook: Hook) -> None:
    watch = watched[-1]
    (watch.home / "inbox" / "坏.pdf").write_bytes(b"%PDF-1.7 broken\n%%EOF\n")
    told = watch.wait_for(lambda: hook.posted, 180, "the alert")[0]
    assert "ingest: 1 check failed: 坏.pdf: " in told["text"] and told["home"] == str(watch.home)
    assert any("no_document_is_quarantined" in fact and "quarantined 1" in fact for fact in told["facts"])
    (watch.home / "inbox" / "坏.pdf").unlink()
    watch.wait_for(lambda: "quarantined 坏.pdf: " in watch.said(), 30, "the word of it")


@pytest.mark.timeout(600)
def test_a_backlog_that_is_killed_in_the_middle_completes_without_a_duplicate(
    watched: list[Watched], hook: Hook
) -> None:
    watch = watched[-1]
    home = watch.home
    write(home / "backlog", BACKLOG)
    months = [f"{2019}-{month:02d}-01" for month in range(1, BACKLOG // 60 + 1)]
    parameters = {
        "partitionNames": months,
        "assetSelection": [{"path": ["raw", "backlog"]}],
        "title": "backlog",
    }
    assert "backfillId" in watch.ask(LAUNCH, p=parameters)["launchPartitionBackfill"]
    originals = home / "documents"
    watch.wait_for(lambda: len(list(originals.iterdir())) > 3 + BACKLOG // 3, 180, "the first files")
    watch.kill()
    watched.append(Watched(home, TONGBAO_ALERT_WEBHOOK=hook.address))
    watch = watched[-1]

    def is_complete() -> bool:
        results = watch.ask(BACKFILLS)["partitionBackfillsOrError"]["results"]
        assert results[0]["status"] not in ("COMPLETED_FAILED", "FAILED"), watch.runs()
        return bool(results[0]["status"] == "COMPLETED_SUCCESS")

    watch.wait_for(is_complete, 300, "the backfill")
    backlog = "from mart.documents where source_uri like '%/backlog/%'"
    watch.wait_for(
        lambda: (watch.query(f"select count(*) {backlog}") or [(0,)])[0][0] == BACKLOG, 120, "the marts"
    )
    assert watch.query(f"select count(distinct document_id), count(distinct source_uri) {backlog}") == [
        (BACKLOG, BACKLOG)
    ]
    figures = watch.query(
        f"select count(*), count(distinct observation_id) from mart.observations where document_id in (select document_id {backlog})"
    )
    assert figures == [(BACKLOG * FIGURES, BACKLOG * FIGURES)]
    statuses = {run["status"] for run in watch.runs() if run["jobName"] == "__ASSET_JOB"}
    assert statuses == {"FAILURE", "SUCCESS"}  # the killed run is said to have failed


def test_a_second_watch_on_the_same_home_is_refused(watched: list[Watched]) -> None:
    result = call_tongbao(watched[-1].home, "watch", "--port", str(free_port()))
    assert result.returncode == 2
    assert "runs on" in result.stderr and len(result.stderr.strip().splitlines()) == 1


@pytest.mark.timeout(300)
def test_a_killed_run_of_the_command_line_does_not_hold_up_the_inbox(
    watched: list[Watched], bulletins: list[Path]
) -> None:
    watch = watched[-1]
    watch.wait_for(lambda: {run["status"] for run in watch.runs()} <= {"SUCCESS", "FAILURE"}, 120, "rest")
    running = subprocess.Popen(
        [str(TONGBAO), "--home", str(watch.home), "run", str(bulletins[0])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watch.wait_for(lambda: "STARTED" in {run["status"] for run in watch.runs()}, 90, "the run")
    running.kill()
    running.wait()
    assert "STARTED" in {run["status"] for run in watch.runs()}
    (watch.home / "inbox" / "平顶山.txt").write_bytes(bulletins[3].read_bytes())
    watch.wait_for(
        lambda: watch.query("select 1 from mart.documents where region_name = '平顶山市'"),
        120,
        "the bulletin",
    )


@pytest.mark.timeout(300)
def test_ctrl_c_ends_everything_in_order(watched: list[Watched], bulletins: list[Path]) -> None:
    watch = watched[-1]
    (watch.home / "inbox" / "唐河.txt").write_bytes(bulletins[2].read_bytes())
    watch.wait_for(lambda: "STARTED" in {run["status"] for run in watch.runs()}, 90, "a run")
    before = len(watch.said())
    watch.interrupt()
    assert watch.process.wait(timeout=120) == 0
    assert watch.processes() == {}
    said = watch.said()[before:]
    assert "Traceback" not in said and "Error" not in said
    assert len(said.splitlines()) <= 3  # that it waits for the run, and what the run published


def test_the_made_bulletins_differ() -> None:
    pages = [bulletin(number) for number in range(BACKLOG)]
    assert len({name for name, _ in pages}) == len({page for _, page in pages}) == BACKLOG
