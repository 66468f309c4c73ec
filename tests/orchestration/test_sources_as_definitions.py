"""Whatever the schema of a source lets through, Dagster's definitions can be made of it."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from pathlib import Path

from dagster._utils.schedules import is_valid_cron_schedule

from pipelines.ingest.sources.cron_lines import check_cron
from pipelines.ingest.sources.source_model import Source

SOURCE = """
name: 林州
publisher: 林州市人民政府
region: "410581"
listings: [{address: "https://www.linzhou.gov.cn/tzgg/"}]
schedule: "30 8 * * 1"
"""
GOOD = {
    "lin-zhou.yml": "",
    "x.yml": "",
    "x_by_schedule.yml": "",
    "class.yml": 'note: "%s {x} \\n `a`"\n',
    "1.yml": "",
    f"{'a' * 60}.yml": "",
    "monthly.yml": "rhythm: {every: month}\n",
    "late.yml": "rhythm: {every: quarter, by_day: 31, months_after: 24}\n",
}
BAD = {
    "a-b.yml": "",
    "a_b.yml": "",
    "twice.yml": "",
    "twice.yaml": "",
    "zone.yml": "timezone: Asia\n",
    "list.yml": "? [a]\n: b\n",
    "round.yml": "note: &n [*n]\n",
    f"{'b' * 61}.yml": "",
    "Capital.yml": "",
}
PROGRAM = """
import json
import dagster as dg
from dagster._core.remote_representation.external_data import RepositorySnap
from dagster._serdes import serialize_value
from pipelines.orchestration.definitions import defs
dg.Definitions.validate_loadable(defs)
serialize_value(RepositorySnap.from_def(defs.get_repository_def())).encode()
keys = defs.resolve_asset_graph().get_all_asset_keys()
print(json.dumps(sorted(key.path[1] for key in keys if key.path[0] == "sources")))
"""


def test_no_file_of_the_home_keeps_the_definitions_from_loading(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, more in (GOOD | BAD).items():
        (folder / name).write_text(SOURCE + more, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TONGBAO_HOME": str(tmp_path), "TONGBAO_AUTOMATION": "on"},
    )
    assert result.returncode == 0, result.stderr
    loaded = set(json.loads(result.stdout.splitlines()[-1]))
    assert {name.partition(".")[0] for name in GOOD} <= loaded
    assert not {name.partition(".")[0] for name in BAD} & loaded


def test_every_rhythm_has_a_freshness_policy() -> None:
    from pipelines.orchestration.defs.visits import freshness

    for every, day, months in itertools.product(
        ("month", "quarter", "year"), (1, 26, 27, 28, 31), (0, 1, 2, 3, 12, 24)
    ):
        rhythm = {"every": every, "by_day": day, "months_after": months}
        source = Source.model_validate(
            {
                "id": "a",
                "name": "a",
                "publisher": "a",
                "region": "410581",
                "folder": "in",
                "rhythm": rhythm,
            }
        )
        assert freshness(source) is not None, rhythm


def test_every_schedule_that_is_let_through_is_one_for_dagster() -> None:
    choose = random.Random(20211228)
    numbers = [str(number) for number in (0, 1, 5, 7, 12, 23, 24, 31, 59, 60)]
    words = ["*", *numbers, "07", "５", "mon", "sun", "sat", "jan", "dec", "feb", "?", "L", "w", "5#2"]

    def part() -> str:
        return choose.choice(words) + choose.choice(["", "", f"-{choose.choice(words)}", "/2", "/0", "/90"])

    lines = set()
    for _ in range(20_000):
        fields = ["0", "8", "*", "*", "*"]
        for place in choose.sample(range(5), choose.choice([1, 2])):
            fields[place] = ",".join(part() for _ in range(choose.choice([1, 2])))
        lines.add(" ".join(fields))
    let_through = [line for line in lines if _is_schedule(line)]
    assert len(let_through) > 500
    assert [line for line in let_through if not (line.isascii() and is_valid_cron_schedule(line))] == []


def _is_schedule(line: str) -> bool:
    try:
        return check_cron(line) == line
    except ValueError:
        return False
