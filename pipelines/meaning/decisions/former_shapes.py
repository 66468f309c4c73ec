"""Decisions as homes kept them before there was one store: `names.yml` and `indicators.yml`, each of its own shape.

Belongs here: what may stand in them, and which of today's keys each of theirs is. Nothing writes them any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.home.yaml_errors import Shape
from pipelines.meaning.judgement import Judgement


class _Former(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FormerName(_Former):
    """A decision about a name; `another` was an answer that nobody had proposed."""

    name: str = Field(min_length=1)
    region: str | None = None
    verdict: Literal["same", "different", "another"]
    function: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    function_name: str | None = None
    who: str = Field(min_length=1)
    when: date
    why: str = ""


class FormerPhrasing(_Former):
    """A decision about a phrasing."""

    phrasing: str = Field(min_length=1)
    indicator: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    judgement: Literal["same", "different", "unsure"]
    who: str = Field(min_length=1)
    when: date
    why: str = ""

    @model_validator(mode="after")
    def _same_as_something(self) -> FormerPhrasing:
        if self.judgement == "same" and self.indicator is None:
            raise ValueError(f"{self.phrasing}: the same as what? `indicator` is missing")
        return self


class FormerNames(_Former):
    version: Literal[1] = 1
    decisions: tuple[FormerName, ...] = ()


class FormerPhrasings(_Former):
    version: Literal[1] = 1
    decisions: tuple[FormerPhrasing, ...] = ()


TODAYS_KEYS: Mapping[str, str] = {
    "function": "answer",
    "function_name": "answer_name",
    "judgement": "verdict",
    "indicator": "answer",
}
"""Keys of a former shape that are called otherwise today."""

TODAYS_VERDICTS: Mapping[str, str] = {"another": "same"}

FORMER_FILES: Mapping[str, Shape] = {
    "names.yml": Shape(FormerNames, "docs/names.md", "decisions", {"decisions": FormerName}),
    "indicators.yml": Shape(
        FormerPhrasings, "docs/indicators.md", "decisions", {"decisions": FormerPhrasing}
    ),
}


def todays(former: FormerName | FormerPhrasing) -> Judgement:
    """The same decision as it is written today."""
    values = former.model_dump(exclude_none=True)
    renamed = {TODAYS_KEYS.get(key, key): value for key, value in values.items()}
    verdict = renamed["verdict"]
    return Judgement.model_validate(renamed | {"verdict": TODAYS_VERDICTS.get(verdict, verdict)})
