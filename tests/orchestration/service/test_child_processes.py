"""Programs that run together: told while they run, ended in order, nothing of them left."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.orchestration.service.child_processes import ProgramEnded, Programs, call

WAIT = "import time; time.sleep(600)"


def until(holds: Callable[[], object]) -> None:
    while not holds():  # the test's own time limit ends it
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def never() -> bool:
    return False


def silent() -> None:
    pass


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def programs(told: list[str]) -> Iterator[Programs]:
    made = Programs(told.append)
    yield made
    made.stop(0, never, silent)


def test_what_a_program_said_is_told_before_its_end(programs: Programs, told: list[str]) -> None:
    programs.start("page", ["python", "-c", "print('the port is taken'); raise SystemExit(3)"])
    with pytest.raises(ProgramEnded, match=r"page ended by itself \(exit code 3\)"):
        until(programs.check_alive)
    assert told == ["the port is taken"]


def test_the_first_is_ended_last_and_the_words_of_the_end_are_not_told(
    programs: Programs, told: list[str], tmp_path: Path
) -> None:
    ends = tmp_path / "ends"
    program = """
import signal, sys, time
def end(*_):
    print("Traceback (most recent call last):", flush=True)
    time.sleep(float(sys.argv[2]))
    with open(sys.argv[3], "a") as ends: ends.write(sys.argv[1] + " ")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
signal.pause()
"""
    for name, seconds in (("code", 0.0), ("daemon", 0.6), ("page", 0.2)):
        programs.start(name, ["python", "-c", program, name, str(seconds), str(ends)])
    until(lambda: told == ["ready"] * 3)
    programs.stop(60, never, silent)
    assert ends.read_text().split() == ["page", "daemon", "code"]
    assert told == ["ready"] * 3


@pytest.mark.parametrize(("patience", "hurried"), [(0.3, False), (600.0, True)])
def test_what_does_not_end_is_killed_with_all_that_it_started(
    programs: Programs, told: list[str], patience: float, hurried: bool
) -> None:
    program = f"""
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen([sys.executable, "-c", "{WAIT}"]).pid, flush=True)
time.sleep(600)
"""
    programs.start("code", ["python", "-c", program])
    until(lambda: told)
    started = int(told[0])
    assert is_alive(started)
    programs.stop(patience, lambda: hurried, silent)
    until(lambda: not is_alive(started))


def test_a_program_has_no_part_in_the_terminal(programs: Programs, told: list[str]) -> None:
    programs.start("code", ["python", "-c", f"import os; print(os.getsid(0), flush=True); {WAIT}"])
    until(lambda: told)
    assert int(told[0]) != os.getsid(0)


def test_a_call_gives_what_was_written_and_ends_with_its_caller() -> None:
    assert call(["-c", "import sys; print('no', flush=True); sys.exit('why')"], never) == (1, "no\nwhy\n")
    code, _ = call(["-c", WAIT], lambda: True)
    assert code == -9
