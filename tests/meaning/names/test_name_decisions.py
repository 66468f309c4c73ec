"""Decisions of people: kept in a file, applied first, never proposed again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from pipelines.meaning.names import NameResolver, Status
from pipelines.meaning.names.name_decisions import (
    Decision,
    Decisions,
    Verdict,
    fill_in_form,
    load_decisions,
    open_items,
    record,
)

_NAMES = ["宁国市广电局", "宁国市公安局", "农商局", "合计", "宁国市广电局"]
_PLACE = "安徽省宣城市宁国市"


def _decision(name: str, verdict: Verdict, function: str, **more: str) -> Decision:
    return Decision(name=name, verdict=verdict, function=function, who="Li", when=date(2024, 5, 1), **more)


def test_what_is_open_is_listed_once_with_its_evidence() -> None:
    resolver = NameResolver.load()
    items = open_items(resolver.resolve(name, _PLACE) for name in _NAMES)
    assert [item.name for item in items] == ["农商局", "宁国市广电局"]
    form = yaml.safe_load(fill_in_form(items))
    assert [row["function"] for row in form["decisions"]] == ["agriculture", "culture_tourism"]


def test_a_decision_settles_a_name_for_good(tmp_path: Path) -> None:
    path = tmp_path / "decisions" / "names.yml"
    record(path, _decision("广电局", Verdict.ANOTHER, "broadcasting", why="the list of offices says so"))
    resolver = NameResolver.load(path)
    match = resolver.resolve("宁国市广电局", _PLACE)
    assert (match.function_id, match.department_id) == ("broadcasting", "341881:broadcasting")
    assert (match.status, match.method) == (Status.ACCEPTED, "decision")
    assert "Li" in match.evidence and "2024-05-01" in match.evidence
    assert open_items([match]) == []


def test_a_decision_may_hold_in_one_place_only() -> None:
    resolver = NameResolver.load(
        Decisions.of([_decision("广电局", Verdict.SAME, "culture_tourism", region="341881")])
    )
    assert resolver.resolve("广电局", _PLACE).status is Status.ACCEPTED
    assert resolver.resolve("广电局", "河南省南阳市唐河县").status is Status.REVIEW


def test_what_was_refused_is_not_proposed_again() -> None:
    resolver = NameResolver.load(Decisions.of([_decision("农商局", Verdict.DIFFERENT, "agriculture")]))
    assert resolver.resolve("农商局", _PLACE).function_id != "agriculture"
    assert resolver.resolve("农业局", _PLACE).function_id == "agriculture"


def test_a_function_that_the_registry_lacks_can_be_given() -> None:
    decision = _decision("梦想小镇专班", Verdict.ANOTHER, "dream_town", function_name="梦想小镇")
    match = NameResolver.load(Decisions.of([decision])).resolve("宁国市梦想小镇专班", _PLACE)
    assert (match.function_id, match.function_name, match.region_code) == ("dream_town", "梦想小镇", "341881")


def test_contradicting_decisions_are_refused() -> None:
    with pytest.raises(ValueError, match="two decisions"):
        Decisions.of(
            [
                _decision("广电局", Verdict.SAME, "culture_tourism"),
                _decision("广 电局", Verdict.ANOTHER, "broadcasting"),
            ]
        )


def test_a_later_decision_replaces_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "names.yml"
    record(path, _decision("广电局", Verdict.SAME, "culture_tourism"))
    record(path, _decision("广电局", Verdict.ANOTHER, "broadcasting"))
    assert [d.function for d in load_decisions(path).items] == ["broadcasting"]


def test_an_alias_that_no_document_uses_is_reported() -> None:
    decisions = Decisions.of(
        [_decision("广电局", Verdict.SAME, "culture_tourism"), _decision("旧名局", Verdict.SAME, "audit")]
    )
    assert [d.name for d in decisions.unused(["广 电局", "公安局"])] == ["旧名局"]


def test_a_missing_file_means_no_decisions(tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "none.yml").items == ()
