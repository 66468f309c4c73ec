"""What goes wrong: one clear line for each fault, the right exit status, everything else loaded."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

Call = Callable[..., "subprocess.CompletedProcess[str]"]


def statuses(home: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(
            "select status, count(*) from mart.documents group by status order by 1"
        ).fetchall()


def error_lines(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in result.stderr
    return [line for line in result.stderr.splitlines() if line.startswith("tongbao: ")]


def test_every_fault_has_its_line_and_the_rest_is_loaded(
    tmp_path: Path, bulletins: list[Path], tongbao: Call
) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    shutil.copy(bulletins[4], inbox / "good.txt")
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "bare").mkdir()
    home = tmp_path / "home"
    result = tongbao(home, "run", str(inbox), str(tmp_path / "missing.txt"), str(tmp_path / "bare"))
    lines = error_lines(result)
    assert result.returncode == 2  # the call named things that are not there
    assert len(lines) == 4
    assert sum("missing.txt" in line and "no such file" in line for line in lines) == 1
    assert sum("bare" in line and "no files" in line for line in lines) == 1
    assert sum("empty.txt" in line and "empty" in line for line in lines) == 1
    assert sum("noise.bin" in line for line in lines) == 1
    assert statuses(home) == [("current", 1), ("quarantined", 2)]
    assert len(list((home / "quarantine").iterdir())) == 2


def test_a_quarantined_document_is_exit_1_and_not_read_again(tmp_path: Path, tongbao: Call) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    home = tmp_path / "home"
    assert tongbao(home, "run", str(empty)).returncode == 1
    again = tongbao(home, "run", str(empty))
    assert again.returncode == 1
    assert len(error_lines(again)) == 1


@pytest.mark.parametrize("arguments", [("run", "--nonsense"), ("frobnicate",), ("query",), ("extract",)])
def test_a_wrong_call_is_exit_2(tmp_path: Path, tongbao: Call, arguments: tuple[str, ...]) -> None:
    result = tongbao(tmp_path, *arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_only_missing_paths_make_no_warehouse(tmp_path: Path, tongbao: Call) -> None:
    home = tmp_path / "home"
    result = tongbao(home, "run", str(tmp_path / "nowhere"))
    assert result.returncode == 2
    assert len(error_lines(result)) == 1
    assert not (home / "warehouse.duckdb").exists()


def test_extract_reads_the_others_when_one_fails(
    tmp_path: Path, bulletins: list[Path], tongbao: Call
) -> None:
    out = tmp_path / "out"
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    result = tongbao(tmp_path, "extract", str(bulletins[3]), str(empty), str(bulletins[4]), "--out", str(out))
    assert result.returncode == 1
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{p.name}.json" for p in bulletins[3:5])
    assert len(error_lines(result)) == 1
