"""Measure a watch: how long a file of the inbox takes to the marts, and a backlog that is killed in the middle.

    python -m benchmarks.watch [DOCUMENTS] [--drops N]

Seconds on the clock, not of the processor: it is the waiting that counts. Without peers: nothing else does this.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from tests.end_to_end.many import FIGURES, bulletin, counties, write
from tests.end_to_end.watch.watching import Watched

_BACKFILL = """
mutation($p: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $p) { ... on LaunchBackfillSuccess { backfillId } }
}"""
_STATUS = "{partitionBackfillsOrError { ... on PartitionBackfills { results { status } } }}"


def drop(watch: Watched, number: int) -> float:
    """Seconds from the moment a bulletin is put into the inbox to the moment its figures are published."""
    before = len(watch.query("select 1 from mart.documents"))
    (watch.home / "inbox" / f"{number}.html").write_text(bulletin(number)[1], encoding="utf-8")
    started = time.monotonic()
    watch.wait_for(lambda: len(watch.query("select 1 from mart.documents")) > before, 300, "the bulletin")
    return time.monotonic() - started


def load_backlog(watch: Watched, count: int) -> tuple[Watched, float]:
    """Backfill `count` documents, kill everything when a third is there, start again; seconds until published."""
    before = len(watch.query("select 1 from mart.documents"))
    write(watch.home / "backlog", count)
    months = [f"{2019 + m // 12}-{m % 12 + 1:02d}-01" for m in range(-(-count // len(counties())))]
    started = time.monotonic()
    parameters = {
        "partitionNames": months,
        "assetSelection": [{"path": ["raw", "backlog"]}],
        "title": "backlog",
    }
    watch.ask(_BACKFILL, p=parameters)
    originals = watch.home / "documents"
    watch.wait_for(lambda: len(list(originals.iterdir())) > count // 3, 600, "the first files")
    time.sleep(20)  # past registering them, into reading them
    watch.kill()
    again = Watched(watch.home)
    again.wait_for(
        lambda: (
            again.ask(_STATUS)["partitionBackfillsOrError"]["results"][0]["status"] == "COMPLETED_SUCCESS"
        ),
        3600,
        "the backfill",
    )
    again.wait_for(
        lambda: len(again.query("select 1 from mart.documents")) >= before + count, 3600, "the marts"
    )
    return again, time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", nargs="?", type=int, default=500)
    parser.add_argument("--drops", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as folder:
        watch = Watched(Path(folder) / "home")
        try:
            # Numbers past the backlog's, so that no bulletin comes twice.
            seconds = [drop(watch, options.documents + n) for n in range(options.drops)]
            shown = ", ".join(f"{value:.1f}" for value in seconds)
            print(f"inbox to marts: {shown} s (median {statistics.median(seconds):.1f})", flush=True)
            watch, taken = load_backlog(watch, options.documents)
            documents, figures = watch.query(
                "select count(distinct document_id), count(*) from mart.observations join mart.documents"
                " using (document_id) where source_uri like '%/backlog/%'"
            )[0]
            expected = (options.documents, options.documents * FIGURES)
            verdict = "none lost, none twice" if (documents, figures) == expected else f"NOT {expected}"
            print(
                f"backlog, killed once: {documents} documents, {figures} figures in {taken:.0f} s; {verdict}"
            )
        finally:
            watch.kill()


if __name__ == "__main__":
    main()
