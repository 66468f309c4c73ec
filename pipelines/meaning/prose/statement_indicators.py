"""From the words of a statement to an indicator of the registry.

What belongs here: which phrasings of one statement are tried, in which order. What does not: the registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.meaning.prose.statements import IndicatorMatchLike, IndicatorsLike


@dataclass(frozen=True, slots=True)
class Named:
    """`indicator_id` is given only where the resolver is certain."""

    indicator_id: str | None
    name: str | None
    status: str


_UNKNOWN = Named(None, None, "rejected")
_STATES = {"accepted": 2, "review": 1, "rejected": 0}


class Namer:
    """Asks the resolver for the phrasings of a statement, the fullest first."""

    def __init__(self, indicators: IndicatorsLike | None) -> None:
        self._indicators = indicators

    def name(
        self, raw: str, units: tuple[str | None, ...], *, full_cover: bool = False, wholly: bool = False
    ) -> Named:
        """The indicator of the words `raw`: the first phrasing that is accepted, else the best that is not.

        `units` are tried in order; None asks without a unit. `wholly` leaves no word of the phrasing aside: 食品抽检合格率
        is not the 合格率 of anything else.
        """
        if self._indicators is None or not raw:
            return _UNKNOWN
        best = _UNKNOWN
        for unit in dict.fromkeys(units):
            for phrasing in dict.fromkeys(_phrasings(raw, unit, full_cover)):
                match = self._indicators.resolve(phrasing, unit, "prose")
                status = self._status(match, wholly)
                if status == "accepted":
                    return Named(match.indicator_id, match.name, "accepted")
                if _STATES.get(status, 0) > _STATES[best.status]:
                    best = Named(None, match.name, status)
        return best

    def _status(self, match: IndicatorMatchLike, wholly: bool) -> str:
        if match.status != "accepted":
            return match.status
        # 同比增幅 alone says nothing of what changed, which every statement of a change must.
        is_change = self._of(match.indicator_id, "kind") == "change"
        return "review" if is_change or (wholly and match.method == "window") else "accepted"

    def improvement(self, indicator_id: str | None) -> int | None:
        """The sign of a change for the better: 1 where the indicator should rise, -1 where it should fall."""
        return {"higher": 1, "lower": -1}.get(self._of(indicator_id, "direction") or "")

    def _of(self, indicator_id: str | None, what: str) -> str | None:
        known = self._indicators.registry.get(indicator_id) if self._indicators and indicator_id else None
        return getattr(known, what, None)


def _phrasings(raw: str, unit: str | None, full_cover: bool) -> Iterator[str]:
    if full_cover:
        yield raw.removesuffix("全覆盖") + "覆盖率"
    yield raw
    # The body that did it says nothing of what was counted: 12345热线共受理诉求.
    bare = re.sub(r"^.*?(?:热线|平台|系统|大厅|网)(?:平台|系统)?(?:共|累计|总共)?(?=.{2,})", "", raw)
    if bare != raw:
        yield bare
    plain = re.sub(r"《[^》]*》", "", raw)
    if plain != raw and len(plain) >= 2:
        yield plain
    # 实名差评按照…要求整改: by whose rules it is done is no part of what is measured.
    deed = re.sub(r"(?:按照|根据|依据)[^,]*?要求", "", plain)
    if deed != plain and len(deed) >= 2:
        yield deed
        yield deed + "率"
    if unit == "%" and not re.search(r"(?:率|比|占比|比例|比重|度)$", raw):
        yield raw + "率"
        yield raw + "占比"
    if unit not in {"%", None} and re.search(r"(?:事项|件|诉求|工单|单位|窗口)$", raw):
        yield raw + "数"
