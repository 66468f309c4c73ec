"""The CSV of `tongbao indicators resolve`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.indicators_csv import ADDED, BatchError, resolve_csv
from pipelines.meaning.indicators import IndicatorResolver

RESOLVER = IndicatorResolver.load()


def run(text: str) -> list[dict[str, str]]:
    target = io.StringIO()
    resolve_csv(io.StringIO(text, newline=""), target, RESOLVER)
    return list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))


def test_rows_columns_and_order_are_kept() -> None:
    found = run("no,phrasing,unit,note\n1,不见面审批率,%,x\n2,森林覆盖率,,\n3,办件量,件,a b\n")
    assert list(found[0]) == ["no", "phrasing", "unit", "note", *ADDED]
    assert [(row["no"], row["indicator_id"], row["status"]) for row in found] == [
        ("1", "no_meeting_rate", "accepted"),
        ("2", "", "rejected"),
        ("3", "cases", "accepted"),
    ]
    assert [row["score"] for row in found] == ["100.0", "0.0", "100.0"]  # the scale of names
    assert found[2]["note"] == "a b"


def test_the_unit_is_used() -> None:
    found = run("phrasing,unit\n不见面审批事项,%\n不见面审批事项,项\n")
    assert [row["indicator_id"] for row in found] == ["no_meeting_rate", "no_meeting_items"]


def test_a_wrapped_phrasing_stays_wrapped() -> None:
    found = run('phrasing\n"不见面\n审批率"\n')
    assert found[0]["phrasing"] == "不见面\n审批率"
    assert found[0]["indicator_id"] == "no_meeting_rate"


def test_a_byte_order_mark_is_no_part_of_the_heading() -> None:
    assert run("\ufeffphrasing\n办结率\n")[0]["indicator_id"] == "completion_rate"


def test_without_phrasing_there_is_a_clear_error() -> None:
    with pytest.raises(BatchError, match="no column phrasing"):
        run("name\n办结率\n")


def test_files(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("phrasing\n办结率\n", encoding="utf-8-sig")
    assert resolve_csv(source, target, RESOLVER) == 1
    assert "completion_rate" in target.read_text(encoding="utf-8")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), max_size=6))
def test_as_many_rows_out_as_in(phrasings: list[str]) -> None:
    source = io.StringIO(newline="")
    writer = csv.writer(source, lineterminator="\n")
    writer.writerows([["id", "phrasing"], *([str(n), text] for n, text in enumerate(phrasings))])
    found = run(source.getvalue())
    assert [row["phrasing"] for row in found] == phrasings
