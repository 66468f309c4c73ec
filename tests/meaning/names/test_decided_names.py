"""Decisions of people about names: applied first, and never proposed again."""

from __future__ import annotations

from datetime import date

from pipelines.meaning.decisions.review_forms import open_names
from pipelines.meaning.judgement import Judgement
from pipelines.meaning.names import NameResolver, Status

_PLACE = "安徽省宣城市宁国市"


def _judged(name: str, verdict: str, answer: str | None, **more: str) -> Judgement:
    row = {"name": name, "verdict": verdict, "answer": answer, "who": "Li", "when": date(2024, 5, 1)}
    return Judgement.model_validate(row | more)


def test_a_decision_settles_a_name_for_good() -> None:
    decided = _judged("广电局", "same", "broadcasting", why="the list of offices says so")
    match = NameResolver.load([decided]).resolve("宁国市广电局", _PLACE)
    assert (match.function_id, match.department_id) == ("broadcasting", "341881:broadcasting")
    assert (match.status, match.method) == (Status.ACCEPTED, "decision")
    assert match.evidence == "decided by Li on 2024-05-01: the list of offices says so"
    assert open_names([match]) == []


def test_a_decision_may_hold_in_one_place_only() -> None:
    resolver = NameResolver.load([_judged("广电局", "same", "culture_tourism", region="341881")])
    assert resolver.resolve("广电局", _PLACE).status is Status.ACCEPTED
    assert resolver.resolve("广电局", "河南省南阳市唐河县").status is Status.REVIEW


def test_what_was_refused_is_not_proposed_again() -> None:
    resolver = NameResolver.load([_judged("农商局", "different", "agriculture")])
    assert resolver.resolve("农商局", _PLACE).function_id != "agriculture"
    assert resolver.resolve("农业局", _PLACE).function_id == "agriculture"


def test_an_unsure_decision_changes_nothing() -> None:
    unsure = NameResolver.load([_judged("广电局", "unsure", "culture_tourism")]).resolve("广电局", _PLACE)
    assert unsure == NameResolver.load().resolve("广电局", _PLACE)
    assert unsure.status is Status.REVIEW


def test_a_function_that_the_registry_lacks_can_be_given() -> None:
    decision = _judged("梦想小镇专班", "same", "dream_town", answer_name="梦想小镇")
    match = NameResolver.load([decision]).resolve("宁国市梦想小镇专班", _PLACE)
    assert (match.function_id, match.function_name, match.region_code) == ("dream_town", "梦想小镇", "341881")
