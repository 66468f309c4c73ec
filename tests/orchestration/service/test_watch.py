"""What a watch says of itself, without its programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.home.paths import Home
from pipelines.ingest.sources.source_errors import SourceError
from pipelines.orchestration.run import visit
from pipelines.orchestration.service.watch import Watch

HOLD = """
import sys
from pathlib import Path
from pipelines.home.paths import Home
from pipelines.home.locking import writing
with writing(Home(Path(sys.argv[1])), patience=0):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("automation", [True, False])
def test_that_it_waits_for_a_run_is_said_where_there_may_be_one(tmp_path: Path, automation: bool) -> None:
    told: list[str] = []
    watch = Watch(Home(tmp_path), "127.0.0.1", 3000, told.append, automation)
    watch._say_waiting()
    assert len(told) == (1 if automation else 0)
    told.clear()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None and run.stdout.readline() == b"held\n"
        watch._say_waiting()
        run.communicate()
    assert len(told) == 1 and "what is under way gets 20 s" in told[0]


def test_a_visit_without_an_enabled_source_says_only_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.ingest.sources import source_catalogue

    monkeypatch.setattr(source_catalogue, "load_usable", lambda _: ([], []))
    with pytest.raises(SourceError, match=r"^no source is enabled; name one"):
        visit(Home(tmp_path), [])
    assert not list(tmp_path.iterdir())
