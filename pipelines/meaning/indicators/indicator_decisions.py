"""Decisions of people about phrasings, kept as a plain file that can be read, versioned and shared.

Belongs here: that file (`decisions/indicators.yml` in the home) and its shape. Does not belong here: how
a decision changes a match (`indicator_resolver`). A decision holds for every document; what is decided is never
proposed again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.meaning.indicators.genre_words import normalise
from pipelines.meaning.indicators.indicator_match import IndicatorDecision


class RecordedDecision(BaseModel):
    """One decision: the phrasing means `indicator` (same), doesn't (different), or nobody knows yet (unsure).

    `indicator` None with "different" means that the phrasing is no indicator at all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    phrasing: str = Field(min_length=1)
    indicator: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    judgement: Literal["same", "different", "unsure"]
    who: str = Field(min_length=1)
    when: date
    why: str = ""

    @model_validator(mode="after")
    def _same_as_something(self) -> RecordedDecision:
        if self.judgement == "same" and self.indicator is None:
            raise ValueError(f"{self.phrasing}: same as what? indicator is missing")
        return self

    @property
    def plain(self) -> IndicatorDecision:
        """What the resolver needs of it."""
        return IndicatorDecision(self.phrasing, self.indicator, self.judgement)


class _DecisionFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Literal[1] = 1
    decisions: tuple[RecordedDecision, ...] = ()

    @model_validator(mode="after")
    def _one_for_each(self) -> _DecisionFile:
        seen: set[str] = set()
        for decision in self.decisions:
            key = normalise(decision.phrasing)
            if key in seen:
                raise ValueError(f"two decisions for {decision.phrasing}")
            seen.add(key)
        return self


def load_recorded(path: Path) -> tuple[RecordedDecision, ...]:
    """The decisions in `path`; none if there is no such file. ValueError names what is wrong in it."""
    if not path.exists():
        return ()
    data = yaml.safe_load(path.read_text("utf-8")) or {}
    return _DecisionFile.model_validate(data).decisions


def load_decisions(path: Path) -> tuple[IndicatorDecision, ...]:
    """The decisions in `path`, as `IndicatorResolver.load` takes them."""
    return tuple(decision.plain for decision in load_recorded(path))


def record(path: Path, decision: RecordedDecision) -> None:
    """Add a decision, in place of an earlier one on the same phrasing. The file is replaced atomically."""
    key = normalise(decision.phrasing)
    kept = [other for other in load_recorded(path) if normalise(other.phrasing) != key]
    rows = [d.model_dump(mode="json", exclude_none=True) for d in (*kept, decision)]
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(
        "# Decisions about headings and phrases; see docs/indicators.md.\n"
        + yaml.safe_dump({"version": 1, "decisions": rows}, allow_unicode=True, sort_keys=False),
        "utf-8",
    )
    temporary.replace(path)
