"""The CSVs of `tongbao names resolve` and `tongbao indicators resolve`."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.csv_resolving import (
    INDICATOR_COLUMNS,
    NAME_COLUMNS,
    BatchError,
    resolve_indicators,
    resolve_names,
)
from pipelines.meaning.indicators import IndicatorResolver

INDICATORS = IndicatorResolver.load()


def test_rows_order_and_line_breaks_are_kept() -> None:
    source = io.StringIO(
        'name,region_context,extra\n"市无线电管\n理处",河南省濮阳市,1\n合计,,2\n公安局,河南省南阳市唐河县,3\n',
        newline="",
    )
    target = io.StringIO(newline="")
    assert resolve_names(source, target) == 3
    rows = list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))
    assert [row["name"] for row in rows] == ["市无线电管\n理处", "合计", "公安局"]
    assert [row["extra"] for row in rows] == ["1", "2", "3"]
    assert list(rows[0]) == ["name", "region_context", "extra", *NAME_COLUMNS]
    assert (rows[0]["function_id"], rows[0]["department_id"], rows[0]["status"]) == (
        "radio",
        "410900:radio",
        "accepted",
    )
    assert (rows[1]["function_id"], rows[1]["status"]) == ("", "rejected")
    assert (rows[2]["region_code"], rows[2]["score"]) == ("411328", "100.0")


def test_a_byte_order_mark_and_a_missing_context_do_no_harm() -> None:
    target = io.StringIO()
    resolve_names(io.StringIO("\ufeffname\n唐河县公安局\n"), target)
    assert "411328:public_security" in target.getvalue()


def test_a_file_without_names_is_refused_clearly() -> None:
    with pytest.raises(BatchError, match="no column 'name'"):
        resolve_names(io.StringIO("a,b\n1,2\n"), io.StringIO())


def run(text: str) -> list[dict[str, str]]:
    target = io.StringIO()
    resolve_indicators(io.StringIO(text, newline=""), target, INDICATORS)
    return list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))


def test_rows_columns_and_order_of_phrasings_are_kept() -> None:
    found = run("no,phrasing,unit,note\n1,不见面审批率,%,x\n2,森林覆盖率,,\n3,办件量,件,a b\n")
    assert list(found[0]) == ["no", "phrasing", "unit", "note", *INDICATOR_COLUMNS]
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
    with pytest.raises(BatchError, match="no column 'phrasing'"):
        run("name\n办结率\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), max_size=6))
def test_as_many_rows_out_as_in(phrasings: list[str]) -> None:
    source = io.StringIO(newline="")
    writer = csv.writer(source, lineterminator="\n")
    writer.writerows([["id", "phrasing"], *([str(n), text] for n, text in enumerate(phrasings))])
    found = run(source.getvalue())
    assert [row["phrasing"] for row in found] == phrasings
