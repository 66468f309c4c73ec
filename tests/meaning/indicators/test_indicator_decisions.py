"""Decisions of reviewers about phrasings: kept, replaced, obeyed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.indicators.indicator_decisions import (
    RecordedDecision,
    load_decisions,
    load_recorded,
    record,
)


def decision(phrasing: str, indicator: str | None, judgement: str) -> RecordedDecision:
    return RecordedDecision.model_validate(
        {
            "phrasing": phrasing,
            "indicator": indicator,
            "judgement": judgement,
            "who": "王",
            "when": date(2022, 1, 1),
        }
    )


def test_what_is_recorded_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "decisions" / "indicators.yml"
    assert load_decisions(path) == ()
    record(path, decision("群众获得感", "satisfaction_rate", "same"))
    record(path, decision("办结率", "completion_rate", "different"))
    resolver = IndicatorResolver.load(load_decisions(path))
    assert resolver.resolve("群众获得感").accepted_id == "satisfaction_rate"
    assert resolver.resolve("办结率").status == "rejected"


def test_a_later_decision_replaces_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yml"
    record(path, decision("群众 获得感", "satisfaction_rate", "same"))
    record(path, decision("群众获得感", None, "different"))
    (only,) = load_recorded(path)
    assert (only.judgement, only.indicator) == ("different", None)


@pytest.mark.parametrize(
    "text",
    [
        "decisions: [{phrasing: 甲, judgement: same, who: 王, when: 2022-01-01}]",
        "decisions: [{phrasing: 甲, judgement: maybe, who: 王, when: 2022-01-01}]",
        "colour: red",
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "indicators.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"same as what|maybe|colour|judgement"):
        load_decisions(path)
