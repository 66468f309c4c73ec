"""What people and other programs see of tables and addresses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.cli.output import write_result
from pipelines.home.terminal import address, console, error_line, file_name
from tests.conftest import TONGBAO
from warehouse.queries import Result

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


def shown_on(
    width: int, result: Result, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The lines that a terminal of a width gets, without colours."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    write_result(result, "table")
    return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()


def test_more_columns_than_fit_make_a_block_for_each_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six columns of 8 and their gaps are 65 characters wide; an id in a block stays on its line."""
    columns = ("observation_id", *(f"column_{n}" for n in range(1, 6)))
    row = ("9ba9f9cf22be4f09-t01-r0003-c04 " * 3, "南阳市行政审批局", None, 1, "x", "http://x/%E5%8D%97")
    result = Result(columns, [row, row])
    lines = shown_on(60, result, capsys, monkeypatch)
    assert lines[:7] == [
        "— 1 —",
        f"observation_id: {row[0]}",
        "column_1: 南阳市行政审批局",
        "column_2:",
        "column_3: 1",
        "column_4: x",
        "column_5: http://x/南",
    ]
    assert lines[7] == "— 2 —"
    assert lines[-1] == "2 行 rows"
    assert shown_on(80, result, capsys, monkeypatch)[0] != "— 1 —"


def test_many_short_columns_are_a_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = tuple("abcdefghijkl")
    lines = shown_on(60, Result(columns, [tuple(range(12))]), capsys, monkeypatch)
    shown = [line.split() for line in lines if line.strip()]
    assert shown[0] == list(columns)
    assert shown[2] == [str(n) for n in range(12)]


def test_csv_and_json_hold_values_that_other_programs_read(capsys: pytest.CaptureFixture[str]) -> None:
    row = (True, float("nan"), [1, float("inf")], {"甲": date(2023, 6, 30)}, None, Decimal("1.5"), 2, 3)
    result = Result(("b", "x", "l", "s", "e", "d", "n", "n"), [row])
    write_result(result, "json")
    out = capsys.readouterr().out
    assert "NaN" not in out
    assert json.loads(out) == [
        {
            "b": True,
            "x": None,
            "l": [1, None],
            "s": {"甲": "2023-06-30"},
            "e": None,
            "d": 1.5,
            "n": 2,
            "n_2": 3,
        }
    ]
    write_result(result, "csv")
    assert capsys.readouterr().out == (
        'b,x,l,s,e,d,n,n\ntrue,nan,"[1, null]","{""甲"": ""2023-06-30""}",,1.5,2,3\n'
    )


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
