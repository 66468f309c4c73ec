"""What a sentence says of one figure, and what is carried on to the next.

What belongs here: the two plain objects that the readers of values, changes and ranks share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipelines.meaning.prose.lexing.printed_figures import Token
from pipelines.meaning.prose.prose_scopes import Whose
from pipelines.meaning.prose.statements import Comparator, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A figure with all that the sentence says of it, in folded offsets of its paragraph.

    `asked_unit` is the unit to ask the registry with, where it isn't the printed one (the base of a
    change). `part_of` marks a share of what came before (占全市转办量的): the next figure is not about it.
    `since` is the first day of the period that it covers, where one is printed. `about` is what was counted
    right before, where the words are a verb alone (受理热线工单432件，办结430件). `of_base` marks the figure that another
    is compared with (由5月份的85%提高到90%): its date holds for nothing that follows. `improves` says that a change is
    told as good (改善) or bad (恶化), so that its sign depends on which way the indicator should go. `completes` has the
    words of a plan that the figure is held against (完成年初预算数), and `about` then whose plan it is. `of` is the count
    right before a rate that says nothing of what it is a rate (此类工单25件，满意率90%), `narrowed` that the words point at
    some cases only (此类). `qualifier` is what a deed or its rate is of, by the words before it.
    """

    token: Token
    start: int
    end: int
    raw: str
    whose: Whose
    kind: Kind
    value: Decimal | None
    unit: str | None
    comparator: Comparator
    as_of: date | None
    deadline: date | None = None
    compared_with: str | None = None
    condition: bool = False
    asked_unit: str | None = None
    part_of: bool = False
    since: date | None = None
    about: str | None = None
    of_base: bool = False
    improves: bool | None = None
    completes: str | None = None
    of: Found | None = None
    narrowed: bool = False
    qualifier: str | None = None


@dataclass(kw_only=True)
class Carried:
    """What is carried from sentence to sentence of a paragraph.

    `ranked` is what the last list of leaders or laggards was about, and of whom (。靠后的是:桐柏县).
    `criterion` is what a list of bodies was chosen by (办结率低于90%的单位有3个:市水利局(85.2%)). `dropped`
    has the figures that a rule of the sentence takes out, `open` those that are not wholly understood, with the
    reason.
    """

    raw: str | None = None
    unit: str | None = None
    as_of: date | None = None
    since: date | None = None
    deadline: date | None = None
    ranked: tuple[str, Whose] | None = None
    criterion: str | None = None
    found: list[Found] = field(default_factory=list)
    dropped: list[tuple[Token, str]] = field(default_factory=list)
    open: list[tuple[Token, str]] = field(default_factory=list)
