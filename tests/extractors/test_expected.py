"""The hand-made truth against the print: its cells stand on the lines it names, and its arithmetic is sound.

Here belongs what guards `fixtures/expected/` itself; it uses no reader.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest

from tests.paths import FIXTURES

NAMES = sorted(path.stem for path in (FIXTURES / "expected").glob("0*.json"))


@cache
def load(name: str) -> Any:
    return json.loads((FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def print_lines(name: str) -> list[str]:
    """The lines of the bulletin, the first at index 1."""
    return ["", *(FIXTURES / load(name)["file"]).read_bytes().decode("utf-8").split("\n")]


def squeeze(text: str) -> str:
    return "".join(text.split())


def column_path(header: list[str]) -> str:
    return "/".join(part.replace("/", "／") for part in header)


TABLES = [(name, index) for name in NAMES for index in range(load(name)["table_count"])]


@pytest.mark.parametrize("name", NAMES)
def test_the_bulletin_is_the_one_the_truth_was_made_from(name: str) -> None:
    assert hashlib.sha256((FIXTURES / load(name)["file"]).read_bytes()).hexdigest() == load(name)["sha256"]


@pytest.mark.parametrize(("name", "index"), TABLES)
def test_every_row_stands_on_its_line(name: str, index: int) -> None:
    table, lines = load(name)["tables"][index], print_lines(name)
    starts = [row["source_line"] for row in table["rows"]] + [len(lines)]
    assert starts == sorted(set(starts))
    for row, following in zip(table["rows"], starts[1:], strict=True):
        assert len(row["cells"]) == len(table["header"])
        line = lines[row["source_line"]]
        if "\t" in line:
            # One row is one line, cut at tabs; what is left over at the end may only be blank.
            printed = [squeeze(part) for part in line.split("\t")]
            assert printed[: len(row["cells"])] == row["cells"]
            assert not any(printed[len(row["cells"]) :])
        else:
            # One cell is one line: the cells follow one another until the next row begins.
            printed_cells = [squeeze(text) for text in lines[row["source_line"] : following] if squeeze(text)]
            assert printed_cells[: len(row["cells"])] == row["cells"]


NUMBERED = [(name, index) for name, index in TABLES if load(name)["tables"][index]["header"][0] == ["序号"]]


@pytest.mark.parametrize(("name", "index"), NUMBERED)
def test_sequence_numbers_never_go_down(name: str, index: int) -> None:
    table = load(name)["tables"][index]
    numbers = [int(row["cells"][0]) for row in table["rows"] if row["cells"][0].isdecimal()]
    assert len(numbers) >= len([row for row in table["rows"] if row["row_kind"] == "data"])
    assert numbers == sorted(numbers)


def verdict(published: str, recomputed: Decimal, *, count: bool) -> str:
    """match when the printed decimals agree, rounding when less than one unit off, otherwise mismatch."""
    printed = Decimal(published)
    unit = Decimal(1).scaleb(-len(published.partition(".")[2]))
    rounded = recomputed.quantize(unit, ROUND_HALF_UP)
    if rounded == printed:
        return "match"
    near = abs(rounded - printed) == unit and abs(recomputed - printed) < unit
    return "rounding" if near and not count else "mismatch"


def test_reconciliation_quotes_the_tables_and_keeps_the_verdict_rule() -> None:
    documents = {name[:3]: load(name) for name in NAMES}
    seen: set[tuple[object, ...]] = set()
    for check in load("reconciliation"):
        tables = documents[check["document"]]["tables"]
        table = next(table for table in tables if table["attachment"] == check["attachment"])
        column = [column_path(path) for path in table["header"]].index(check["column"])
        row = table["rows"][check["row_no"] - 1]
        assert row["cells"][column].rstrip("%") == check["published"], check
        assert row["row_kind"] == check["row_kind"] != "section", check
        assert check["entity"] in row["cells"], check
        rule = verdict(check["published"], Decimal(check["recomputed"]), count=check["unit"] == "")
        assert check["verdict"] == rule, check
        key = (check["document"], check["attachment"], check["row_no"], check["column"], check["kind"])
        assert key not in seen, check
        seen.add(key)


def test_column_totals_are_the_sums_of_their_rows() -> None:
    """Adds the columns up again, by row kinds instead of by typed row numbers."""
    documents = {name[:3]: load(name) for name in NAMES}
    checks = [check for check in load("reconciliation") if check["kind"] == "column_total"]
    assert len(checks) == 96
    for check in checks:
        tables = documents[check["document"]]["tables"]
        table = next(table for table in tables if table["attachment"] == check["attachment"])
        column = [column_path(path) for path in table["header"]].index(check["column"])
        here = check["row_no"] - 1
        rows = table["rows"]
        if check["row_kind"] == "subtotal":
            block = rows[:here]
            for start in range(here - 1, -1, -1):
                if rows[start]["row_kind"] != "data":
                    block = rows[start + 1 : here]
                    break
        else:
            block = rows
        parts = [row["cells"][column] for row in block if row["row_kind"] == "data"]
        assert sum(Decimal(part) for part in parts if part) == Decimal(check["recomputed"]), check


def test_what_the_bulletins_get_wrong() -> None:
    """The count of verdicts, and each place where the print contradicts itself, as listed in the README."""
    checks = load("reconciliation")
    assert Counter(check["verdict"] for check in checks) == {"match": 1091, "mismatch": 11, "rounding": 6}
    wrong = {
        (check["document"], check["attachment"], check["row_no"], check["column"], check["published"])
        for check in checks
        if check["verdict"] == "mismatch"
    }
    assert wrong == {
        ("000", 1, 7, "时限压缩比例", "96.26"),
        ("000", 11, 37, "按期办件/总计", "8"),
        ("000", 11, 46, "按期办件/建议办件", "13"),
        ("000", 11, 46, "按期办件/总计", "381"),
        ("001", 1, 23, "即办件事项占比", "44.44"),
        ("001", 6, 32, "部门报送数据", "90402"),
        ("004", 2, 36, "合计", "3382"),
        ("004", 2, 36, "办理深度/一级", "738"),
        ("004", 2, 36, "办理深度/二级", "934"),
        ("004", 4, 36, "法定时间总和", "83620"),
        ("004", 4, 36, "承诺时间总和", "49517"),
    }


def test_prose_checks_quote_the_print() -> None:
    for check in load("prose_checks"):
        name = next(name for name in NAMES if name.startswith(check["document"]))
        whole = squeeze("\n".join(print_lines(name)))
        assert check["sentence"] in whole, check
        assert check["quote"] in check["sentence"], check
        assert check["verdict"] in {"match", "rounding", "mismatch"}
