"""The plain objects that reading the prose of a document gives.

What belongs here: statements, rankings, targets, ignored figures, and what the reader asks of the
registries. What does not: how any of them is found.

All offsets count code points of `Document.text`, and `text[char_start:char_end] == quote` holds for each of
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Protocol

Comparator = Literal["=", ">=", "<=", ">", "<"]


class Kind(StrEnum):
    """What a statement says."""

    VALUE = "value"
    CHANGE = "change"
    RANK = "rank"
    TARGET = "target"


class IndicatorMatchLike(Protocol):
    """What a resolved phrase must tell."""

    @property
    def indicator_id(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def method(self) -> str: ...


class IndicatorLike(Protocol):
    """What the prose asks of a registered indicator."""

    @property
    def kind(self) -> str: ...
    @property
    def direction(self) -> str: ...


class RegistryLike(Protocol):
    """The registry of indicators, by id."""

    def get(self, indicator_id: str | None) -> IndicatorLike | None: ...


class IndicatorsLike(Protocol):
    """The part of the indicator resolver that the prose needs."""

    @property
    def registry(self) -> RegistryLike: ...

    def resolve(
        self,
        phrasing: str,
        unit: str | None = None,
        where: Literal["header", "prose"] = "prose",
        context: str | None = None,
    ) -> IndicatorMatchLike: ...


class RegionLike(Protocol):
    """A place: 411300, 南阳市."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class RegionsLike(Protocol):
    """The part of the registry of places that the prose needs. The match carries `code` or `region.code`."""

    def resolve(self, name: str, context: Any = None) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One figure of the prose and what it says.

    `value` has 万 and 亿 expanded and is None for a rank without a number. Percentages are percent numbers;
    a change is signed, in 百分点 for rates. `scope` is None where the figure is of one named place or
    office: then `subject` has its printed name, and `region_code` its code if it is a place. Otherwise
    `region_code` is the document's own. `figure_start` and `figure_end` enclose the number alone; two
    statements share them where one figure says two things (A率、B率均为100%; 1—2个). `compared_with` is
    what a change is measured against.
    """

    sentence: str
    quote: str
    char_start: int
    char_end: int
    indicator_id: str | None
    indicator_raw: str | None
    scope: str | None
    region_code: str | None
    value: Decimal | None
    unit: str | None
    comparator: Comparator
    as_of: date | None
    kind: Kind
    subject: str | None = None
    decimals: int = 0
    # The first day of the period that the figure covers, where one is printed, and what was counted right before it
    # where its own words are a verb alone.
    since: date | None = None
    about: str | None = None
    # What a deed or its rate is of, which its own words leave unsaid: the thing counted before it in its sentence
    # (受理投诉431件，办结率98%), else what its heading speaks of.
    qualifier: str | None = None
    value_raw: str = ""
    indicator_name: str | None = None
    indicator_status: str = "rejected"
    compared_with: str | None = None
    figure_start: int = 0
    figure_end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A list of leaders or laggards: `names` as printed, in the printed order.

    `direction` is top for those that stand first (靠前, 较高, 前列), bottom for those that stand last, unfinished
    for those that are said not to be done (还有林业局未完成). `limit` is the number that is printed with it
    (前十位), and `open_ended` says that the list names examples only (等, 如) or does not speak of the others.
    """

    indicator_id: str | None
    indicator_raw: str | None
    indicator_name: str | None
    direction: Literal["top", "bottom", "unfinished"]
    names: tuple[str, ...]
    sentence: str
    quote: str
    char_start: int
    char_end: int
    scope: str | None
    as_of: date | None
    limit: int | None = None
    open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something that a document demands: a threshold, a deadline, or both.

    `threshold` and `comparator` are None for a task that has a deadline and no figure. `condition` marks a
    threshold that triggers a duty (低于50张的要反馈) and is no level to be reached.
    """

    clause: str | None
    indicator_id: str | None
    indicator_raw: str | None
    region_code: str | None
    comparator: Comparator | None
    threshold: Decimal | None
    unit: str | None
    deadline: date | None
    responsible: str | None
    quote: str
    char_start: int
    char_end: int
    condition: bool = False
    decimals: int = 0
    indicator_name: str | None = None
    indicator_status: str = "rejected"


@dataclass(frozen=True, slots=True)
class IgnoredFigure:
    """Digits that are no statement, and the named rule that says why (`ignored_digits`)."""

    text: str
    char_start: int
    char_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class ReviewFigure:
    """A figure that the reader can't say anything about: a person should."""

    text: str
    char_start: int
    char_end: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProseReading:
    """Everything that was read out of the prose of one document."""

    statements: tuple[Statement, ...]
    rankings: tuple[Ranking, ...]
    targets: tuple[Target, ...]
    ignored: tuple[IgnoredFigure, ...]
    review: tuple[ReviewFigure, ...]
