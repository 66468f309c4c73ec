"""Versions of a document: which there are, and what changed between them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Call
from tests.end_to_end.marts.revising import original, revision, short_id

OLD, NEW = short_id(original()), short_id(revision())
NUMBER = "殷放管服办〔2023〕18号"


@pytest.fixture(scope="module")
def changes(revised: Path, tongbao: Call) -> list[dict[str, Any]]:
    result = tongbao(revised, "diff", NEW, "--format", "json")
    assert result.returncode == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def of_table(changes: list[dict[str, Any]], attachment: int) -> list[tuple[Any, ...]]:
    return [
        (c["change"], c["entity"], c["what"], c["previous_value_raw"], c["value_raw"], c["difference"])
        for c in changes
        if c["attachment_no"] == attachment
    ]


def test_all_revisions_are_listed_with_counts(revised: Path, tongbao: Call) -> None:
    (row,) = csv.DictReader(io.StringIO(tongbao(revised, "diff", "--format", "csv").stdout))
    assert (row["previous_document_id"][:16], row["document_id"][:16]) == (OLD, NEW)
    assert row["document_number"] == NUMBER
    # Changed: 档案局, 医保局, two of 公安分局. Added: 4 of 科技局. Removed: 4 of 财政局, 2 of a licence.
    assert (row["figures_changed"], row["figures_added"], row["figures_removed"]) == ("4", "4", "6")
    # The share in the prose; 民宗局's name, a licence's, 备注 of 房管局, the date of publication, two of annex 5.
    assert (row["prose_changes"], row["other_changes"]) == ("1", "6")
    shown = tongbao(revised, "diff").stdout
    assert "修订 revisions: 1" in shown
    assert "正文" in shown
    assert OLD in shown
    assert NEW in shown


def test_figures_are_matched_by_office_and_column(changes: list[dict[str, Any]]) -> None:
    assert of_table(changes, 1) == [
        ("changed", "殷都区民族宗教局", "单位", "殷都区民宗局", "殷都区民族宗教局", None),
        ("changed", "殷都区档案局", "即办件事项数", "3", "—", None),
        ("changed", "殷都区医保局", "不见面审批事项占比", "100.00%", "100%", 0.0),
        ("changed", "殷都区公安分局", "即办件事项数", "64", "63", -1.0),
        ("changed", "殷都区公安分局", "即办件事项占比", "44.44%", "44.06%", -0.38),
        ("removed", "殷都区财政局", "事项总数", "3", None, None),
        ("removed", "殷都区财政局", "不见面审批事项占比", "100.00%", None, None),
        ("removed", "殷都区财政局", "即办件事项数", "0", None, None),
        ("removed", "殷都区财政局", "即办件事项占比", "0.00%", None, None),
        ("added", "殷都区科技局", "事项总数", None, "5", None),
        ("added", "殷都区科技局", "不见面审批事项占比", None, "100.00%", None),
        ("added", "殷都区科技局", "即办件事项数", None, "5", None),
        ("added", "殷都区科技局", "即办件事项占比", None, "100.00%", None),
    ]


def test_one_row_of_several_of_an_office_can_go(changes: list[dict[str, Any]]) -> None:
    """自然资源局 has six licences in annex 3; without 采矿许可证 the five others are as they were."""
    assert of_table(changes, 3) == [
        ("removed", "自然资源局", "证照类型名称", "采矿许可证", None, None),
        ("removed", "自然资源局", "已签章数量", "3", None, None),
        ("removed", "自然资源局", "未签章数量", "0", None, None),
    ]


def test_words_prose_and_dates_are_compared_too(changes: list[dict[str, Any]]) -> None:
    assert of_table(changes, 7) == [("changed", "房管局", "备注", "无需排查", "已经排查", None)]
    (statement,) = [c for c in changes if c["part"] == "statement"]
    assert (statement["previous_value_raw"], statement["value_raw"]) == (
        "即办件占比为62.71%",
        "即办件占比为62.65%",
    )
    assert statement["difference"] == -0.06
    (front,) = [c for c in changes if c["part"] == "front"]
    assert (front["what"], front["previous_value_raw"], front["value_raw"]) == (
        "published_on",
        "2023-07-10",
        "2023-07-11",
    )
    assert {c["attachment_no"] for c in changes if c["part"] not in ("statement", "front")} == {1, 3, 5, 7}


def test_every_change_leads_on_to_its_printed_cells(
    revised: Path, tongbao: Call, changes: list[dict[str, Any]]
) -> None:
    changed = next(c for c in changes if c["value_raw"] == "63")
    assert (changed["previous_id"], changed["id"]) == (f"{OLD}-t01-r023-c05-v1", f"{NEW}-t01-r023-c05-v1")
    before = tongbao(revised, "trace", changed["previous_id"]).stdout
    assert "已被取代 superseded" in before
    assert NEW in before
    assert "64" in before.split("▶")[1].splitlines()[0]
    now = tongbao(revised, "trace", changed["id"]).stdout
    assert "superseded" not in now
    assert "63" in now.split("▶")[1].splitlines()[0]
    gone = next(c for c in changes if c["previous_value_raw"] == "采矿许可证")
    assert "采矿许可证" in tongbao(revised, "trace", gone["previous_id"]).stdout


@pytest.mark.parametrize("named", [NEW[:8], NUMBER, "殷放管服办[2023] 18号"])
def test_a_document_is_named_by_id_or_number(revised: Path, tongbao: Call, named: str) -> None:
    shown = tongbao(revised, "diff", named).stdout
    assert "−0.38 个百分点" in shown
    assert "数同" in shown
    assert "共 21 处差别" in shown


def test_any_two_documents_can_be_compared_and_back(
    revised: Path, tongbao: Call, changes: list[dict[str, Any]]
) -> None:
    back = json.loads(tongbao(revised, "diff", NEW, OLD, "--format", "json").stdout)
    assert len(back) == len(changes)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((c["part"], turned[c["change"]], c["id"] or "") for c in back) == sorted(
        (c["part"], c["change"], c["previous_id"] or "") for c in changes
    )
    assert "没有差别 no difference" in tongbao(revised, "diff", NEW, NEW).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "no such document"),
        (["abc12"], "at least 8 characters"),
        ([OLD], f"superseded by {NEW}"),
        (["0" * 64], "no such document"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    revised: Path, tongbao: Call, arguments: list[str], message: str
) -> None:
    result = tongbao(revised, "diff", *arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_without_revisions_it_says_so(home: Path, tongbao: Call) -> None:
    assert "没有修订版本" in tongbao(home, "diff").stdout


def test_no_figure_is_lost_between_any_two_documents(revised: Path) -> None:
    """What a comparison does not name is in both documents: the same number of figures on either side."""
    from warehouse.queries import query
    from warehouse.version_diff import compare

    published = revised / "warehouse.duckdb"
    documents = query(published, "select * from mart.documents").records()
    figures = dict(
        query(published, "select document_id, count(*) from raw.observations group by document_id").rows
    )
    for a in documents:
        for b in documents:
            changes = compare(published, a, b).changes
            gone = [c.previous_id for c in changes if c.previous_value is not None and c.part == "figure"]
            come = [c.id for c in changes if c.value is not None and c.part == "figure"]
            assert len(set(gone)) == len(gone)
            assert len(set(come)) == len(come)
            left = figures[a["document_id"]] - len(gone)
            assert left == figures[b["document_id"]] - len(come)
            assert bool(changes) == (a is not b)
