"""A judgement: what a person decided of a name or of a phrasing.

The one record of it, for every question that is put to people. Where judgements are kept is `decisions`' matter; what
a judgement changes is that of the resolver whose question it answers.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator


def _moment(value: object) -> date:
    """A day, or a day and a time, as YAML has it or as text."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        if isinstance(value, date):
            return value
        try:
            value = read(str(value))
        except ValueError:
            continue
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is no day; write it as 2026-01-31")
    return value


class Question(StrEnum):
    """What is asked about. Each is also the key under which a judgement says of which."""

    NAME = "name"  # which function the office of that name has
    PHRASING = "phrasing"  # which indicator a heading or phrase means


class Verdict(StrEnum):
    """`same`: it is the answer. `different`: it is not. `unsure`: nobody knows yet."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Judgement(BaseModel):
    """One judgement of one person, about a `name` or a `phrasing`. It holds for every document, past and future.

    `answer` is the id of the function or indicator that the verdict is about; a phrasing that differs from no answer
    in particular is no indicator at all. `region` (a code) limits the judgement of a name to documents of that place.
    `answer_name` introduces a function that the registry lacks. `when` is a day, or a day and a time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str | None = Field(default=None, min_length=1)
    phrasing: str | None = Field(default=None, min_length=1)
    region: str | None = None
    verdict: Verdict
    answer: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    answer_name: str | None = None
    who: str = Field(min_length=1)
    when: Annotated[date | datetime, PlainValidator(_moment)]
    why: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Judgement:
        if (self.name is None) == (self.phrasing is None):
            raise ValueError("give either `name` or `phrasing`")
        if self.name is None and (self.region is not None or self.answer_name is not None):
            raise ValueError("`region` and `answer_name` are for names only")
        if self.answer is None and self.verdict is Verdict.SAME:
            raise ValueError(f"{self.subject}: the same as what? `answer` is missing")
        if self.answer is None and self.verdict is Verdict.DIFFERENT and self.name is not None:
            raise ValueError(f"{self.subject}: different from what? `answer` is missing")
        return self

    @property
    def question(self) -> Question:
        return Question.NAME if self.name is not None else Question.PHRASING

    @property
    def subject(self) -> str:
        """The name or phrasing, as it was printed."""
        return self.name or self.phrasing or ""

    @property
    def day(self) -> str:
        return (self.when.date() if isinstance(self.when, datetime) else self.when).isoformat()

    @property
    def is_settled(self) -> bool:
        """Whether it says what the subject is."""
        return self.verdict is Verdict.SAME
