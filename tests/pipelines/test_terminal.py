"""What people and other programs see of tables and addresses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.output import write_result
from pipelines.terminal import address, console, error_line, file_name
from tests.conftest import TONGBAO
from warehouse.reading import Result

ENCODED = "file:///srv/%E9%80%9A%E6%8A%A5/%E5%8D%97%E9%98%B3%201.pdf"


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        (ENCODED, "file:///srv/通报/南阳 1.pdf"),
        ("https://x.gov.cn/%E5%8D%97%E9%98%B3.pdf?a=1%2F2&b=%20", "https://x.gov.cn/南阳.pdf?a=1%2F2&b=%20"),
        ("https://x.gov.cn/%C4%CF%D1%F4.pdf", "https://x.gov.cn/%C4%CF%D1%F4.pdf"),
        ("t01 row 3", "t01 row 3"),
        ("", ""),
    ],
)
def test_addresses_are_shown_as_people_read_them(uri: str, shown: str) -> None:
    """Escapes that are no UTF-8, here 南阳 in GB18030, and those of ASCII stay as they are."""
    assert address(uri) == shown
    assert file_name(ENCODED) == "南阳 1.pdf"


def test_a_piped_table_has_whole_lines_without_padding(capsys: pytest.CaptureFixture[str]) -> None:
    long = "市" * 300
    rows: list[tuple[object, ...]] = [(ENCODED, "甲", 1), ("b", long, None), ("c", "乙 100%20", 22)]
    write_result(Result(("source_uri", "name", "n"), rows), "table")
    lines = capsys.readouterr().out.splitlines()
    assert all(line == line.rstrip() for line in lines)
    shown = [line.split() for line in lines if line.strip()]
    assert shown[0] == ["source_uri", "name", "n"]
    assert shown[2:5] == [
        ["file:///srv/通报/南阳", "1.pdf", "甲", "1"],
        ["b", long],
        ["c", "乙", "100%20", "22"],
    ]


def test_programs_get_addresses_as_the_warehouse_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    result = Result(("source_uri",), [(ENCODED,)])
    write_result(result, "csv")
    assert capsys.readouterr().out == f"source_uri\n{ENCODED}\n"
    write_result(result, "json")
    assert json.loads(capsys.readouterr().out) == [{"source_uri": ENCODED}]


def test_a_terminal_gets_what_fits_its_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    assert console().is_terminal
    write_result(Result(("name",), [("市" * 100,)]), "table")
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 80


def test_an_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    error_line("no such thing: [x]")
    assert capsys.readouterr().err == "tongbao: no such thing: [x]\n"


@pytest.mark.parametrize("style", ["table", "csv", "json"])
def test_a_reader_that_has_enough_is_no_failure(tmp_path: Path, style: str) -> None:
    """`tongbao query … | head`: the pipe is closed while most of the answer is still to come."""
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(
            "create table numbers as select range as n, repeat('市', 30) as t from range(20000)"
        )
    command = [str(TONGBAO), "--home", str(tmp_path), "query", "from numbers", "--format", style]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
