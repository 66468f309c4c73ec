"""CSV in, CSV out."""

from __future__ import annotations

import csv
import io

import pytest

from pipelines.cli.names_csv import ADDED, resolve_csv


def test_rows_order_and_line_breaks_are_kept() -> None:
    source = io.StringIO(
        'name,region_context,extra\n"市无线电管\n理处",河南省濮阳市,1\n合计,,2\n公安局,河南省南阳市唐河县,3\n',
        newline="",
    )
    target = io.StringIO(newline="")
    assert resolve_csv(source, target) == 3
    rows = list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))
    assert [row["name"] for row in rows] == ["市无线电管\n理处", "合计", "公安局"]
    assert [row["extra"] for row in rows] == ["1", "2", "3"]
    assert list(rows[0]) == ["name", "region_context", "extra", *ADDED]
    assert (rows[0]["function_id"], rows[0]["department_id"], rows[0]["status"]) == (
        "radio",
        "410900:radio",
        "accepted",
    )
    assert (rows[1]["function_id"], rows[1]["status"]) == ("", "rejected")
    assert (rows[2]["region_code"], rows[2]["score"]) == ("411328", "100.0")


def test_a_byte_order_mark_and_a_missing_context_do_no_harm() -> None:
    target = io.StringIO()
    resolve_csv(io.StringIO("\ufeffname\n唐河县公安局\n"), target)
    assert "411328:public_security" in target.getvalue()


def test_a_file_without_names_is_refused_clearly() -> None:
    with pytest.raises(ValueError, match="no column 'name'"):
        resolve_csv(io.StringIO("a,b\n1,2\n"), io.StringIO())
