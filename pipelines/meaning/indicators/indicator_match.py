"""What resolving a phrasing returns.

Belongs here: the plain objects that come out of the resolver. Does not belong here: any rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["accepted", "review", "rejected"]
Where = Literal["header", "prose"]

# How sure each way of finding an indicator is, from 0 to 1; what says it more directly stands higher.
EXACT = 0.995
"""From here on a phrasing is a registered one, but for spelling."""
BY_WORDS = 0.95
"""The words say it, but not in the registered form: as a window of a longer phrase, a ratio, or under a group."""
BY_CONTEXT = 0.9
"""The headings beside it or the title say it."""
UNSURE = 0.8
"""The words may as well mean something else: at most this, and a person is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorMatch:
    """What a phrasing means.

    `indicator_id` is the indicator when `status` is accepted, the proposal when it is review, None when
    it is rejected. `method` names the rule: exact, words, share_of, slip, window, parts, total, context,
    decision, none. `score` runs from 0 to 1. `of` is the indicator that a rank, a change or a share is about;
    `caveat` says how the phrasing narrows the base.
    """

    phrasing: str
    indicator_id: str | None
    name: str | None
    score: float
    method: str
    status: Status
    runner_up: str | None = None
    runner_up_score: float | None = None
    evidence: str = ""
    unit: str | None = None
    of: str | None = None
    caveat: str | None = None

    @property
    def accepted_id(self) -> str | None:
        """The indicator, if it is certain."""
        return self.indicator_id if self.status == "accepted" else None

    @property
    def points(self) -> float:
        """The score from 0 to 100, as people see it beside those of names."""
        return round(100 * self.score, 1)


def rejected(phrasing: str, why: str) -> IndicatorMatch:
    """No indicator, and the reason."""
    return IndicatorMatch(
        phrasing=phrasing,
        indicator_id=None,
        name=None,
        score=0.0,
        method="none",
        status="rejected",
        evidence=why,
    )


_ORDER = {"accepted": 2, "review": 1, "rejected": 0}


def better(first: IndicatorMatch, second: IndicatorMatch) -> IndicatorMatch:
    """The surer of two; the first when they are equally sure."""
    return max(first, second, key=lambda match: (_ORDER[match.status], match.score))
