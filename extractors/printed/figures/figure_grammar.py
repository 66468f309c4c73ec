"""The grammar of a cell that holds one figure: every character of it has a place and an effect, or it holds none.

    [bracket] [comparator | direction | arrow | triangle | sign | mark | ¥]* digits [scale] [unit]
    [comparator | unit | direction | arrow | triangle | mark | (remark)]* [bracket]

What belongs here: what may stand around the digits, and which of it was printed. What does not: what a direction or a
bracket does to the value, which depends on the column (`pipelines.meaning.tables.signed_figures`), and cells with several
figures (`figure_groups`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from extractors.printed.characters import simplified
from extractors.printed.figures.figure_parts import (
    AMOUNT,
    PREFIX,
    PREFIX_SIGN,
    SUFFIX,
    SUFFIX_SIGN,
    UNIT,
    Comparator,
    Figure,
    amount,
)
from extractors.printed.measure_words import alternatives, bare

_DOWN_WORDS = (
    "下降 减少 降低 下滑 回落 减收 减支 缩减 压减 减 降 下跌 跌 负增长".split()  # noqa: SIM905 - one line, as they are read
)
_UP_WORDS = "上升 增加 增长 提高 提升 增收 增支 增 升 上涨 涨 回升".split()  # noqa: SIM905
_SAME_WORDS = ("持平", "不变")
# Better or worse is no direction of a figure: it depends on what is counted.
_SENSELESS = ("改善", "恶化", "减亏", "增亏", "好转")
_WORDS: dict[str, int | None] = {
    **dict.fromkeys(_DOWN_WORDS, -1),
    **dict.fromkeys(_UP_WORDS, 1),
    **dict.fromkeys(_SAME_WORDS, 0),
    **dict.fromkeys(_SENSELESS, None),
}
_ARROWS: dict[str, int | None] = {
    **dict.fromkeys("↓⬇↘⇩🔻", -1),
    **dict.fromkeys("↑⬆↗⇧🔺", 1),
    **dict.fromkeys("→⇒", 0),
}
TRIANGLES = {"△": "△∆Δ▵", "▲": "▲▴", "▽": "▽▿", "▼": "▼▾"}
_TRIANGLE_OF = {print_: shape for shape, prints in TRIANGLES.items() for print_ in prints}
MINUS = "-−－–﹣‐‑‒"
PLUS = "+＋﹢"
DASHES = "—―─"

TURN_WORDS = frozenset(_WORDS)
"""Words of direction: 下降, 增收 …"""
TURN_SIGNS = re.escape("".join((MINUS, PLUS, DASHES, *_ARROWS, *_TRIANGLE_OF)))
"""Signs, arrows and triangles, for a class of characters."""

_BASE = (
    r"同比|环比|较上年同期|较去年同期|较上年|较去年|较上月|较上期|比上年同期|比去年同期|比上年|比去年|比上月"
)
_WORD = rf"(?:略有|略|稍|小幅|大幅|明显)?(?P<word>{alternatives(_WORDS)})(?:了|幅度|[:：])?"
_TURN = rf"(?:(?P<base>{_BASE})\s?)?(?:{_WORD}|(?P<arrow>[{''.join(_ARROWS)}])|(?P<triangle>[{''.join(_TRIANGLE_OF)}]))"
_MARK = r"(?P<mark>[★☆*＊※#＃]+|[⁰¹²³⁴-⁹]+|[①-⑳]|[\[〔［【]\s?(?:注\s?)?[\d⁰¹²³⁴-⁹]{1,2}\s?[\]〕］】])"
_LEAD = re.compile(
    rf"\s*(?:(?P<comparator>{PREFIX})|{_TURN}|(?P<minus>[{MINUS}])|(?P<plus>[{PLUS}])|(?P<dash>[{DASHES}]{{1,2}})"
    r"|(?P<mark>[★☆*＊※#＃]+)|(?P<money>[¥￥]))"
)
_BODY = re.compile(rf"\s*{AMOUNT}")
_TRAIL = re.compile(
    rf"\s*(?:(?P<comparator>{SUFFIX})|{_MARK}|{_TURN}|(?P<unit>{UNIT})|[(（]\s*(?P<remark>[^()（）]{{1,8}}?)\s*[)）])"
)
_REMARK_TURN = re.compile(_TURN)
_REMARK_MARK = re.compile(r"并列|(?:见?注|备注)\s?\d{0,2}|[★☆*＊※#＃]+")
_UNIT_ONLY = re.compile(UNIT)
_BRACKETED = re.compile(rf"[(（](?P<inside>[^()（）]*)[)）]\s?(?P<unit>{UNIT})?")
_DIGIT = re.compile(r"\d")
_BLANK_GROUPS = re.compile(r"\d\s\d")

Source = Literal["word", "arrow", "triangle"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A direction printed beside a figure. `sense` is −1, 0 or 1; None where the print alone doesn't say it.

    `shape` is △, ▲, ▽ or ▼ for a triangle, whose sense may depend on the others of its column. `base` is what it is
    measured against (同比), where that stands with it.
    """

    source: Source
    sense: int | None
    before: bool
    shape: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure with all that is printed around it. The value of `figure` bears no sign.

    `dash` is a long dash in front, a minus only in some columns; `bracketed` tells that the whole stands in brackets,
    `blanks` that its thousands are parted by blanks, which may as well part two figures.
    """

    figure: Figure
    minus: bool = False
    plus: bool = False
    dash: bool = False
    bracketed: bool = False
    blanks: bool = False
    turns: tuple[Turn, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing but a sign may touch its value."""
        return not (self.dash or self.bracketed or self.blanks or self.turns)

    def by_itself(self) -> Figure:
        """The figure as its print alone would have it: a minus and a fall in front make it negative."""
        falls = self.minus or any(
            turn.before and (turn.sense == -1 or turn.shape in ("▼", "▽", "△")) for turn in self.turns
        )
        return replace(self.figure, value=-self.figure.value) if falls else self.figure


@dataclass(slots=True)
class _Parts:
    """What was met so far. Each kind of part may stand once; marks may repeat."""

    seen: set[str] = field(default_factory=set)
    comparator: Comparator | None = None
    unit: str | None = None
    turns: list[Turn] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def once(self, kind: str) -> bool:
        if kind in self.seen:
            return False
        self.seen.add(kind)
        return True


@lru_cache(maxsize=65536)
def read_figure(text: str) -> PrintedFigure | None:
    """The one figure that a text holds, with everything around it; None if anything is left over."""
    if not _DIGIT.search(text):
        return None
    stripped = text.strip()
    found = _read(stripped)
    if found is None and not stripped.isascii():
        plain = simplified(stripped)
        found = _read(plain) if plain != stripped else None
    return replace(found, figure=replace(found.figure, text=text)) if found else None


def _read(text: str) -> PrintedFigure | None:
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        text = bracketed["inside"] + (bracketed["unit"] or "")
    parts = _Parts()
    position = _lead(text, parts)
    body = _BODY.match(text, position) if position is not None else None
    if body is None:
        return None
    figure = amount(body, text)
    parts.unit = figure.unit
    if not _trail(text, body.end(), parts):
        return None
    if "money" in parts.seen and parts.unit not in (None, "元"):
        return None
    unit = "元" if "money" in parts.seen else parts.unit
    return PrintedFigure(
        replace(figure, unit=unit, comparator=parts.comparator or figure.comparator),
        minus="minus" in parts.seen,
        plus="plus" in parts.seen,
        dash="dash" in parts.seen,
        bracketed=bracketed is not None,
        blanks=bool(body["grouped"] and _BLANK_GROUPS.search(body["grouped"])),
        turns=tuple(parts.turns),
        marks=tuple(parts.marks),
    )


def _lead(text: str, parts: _Parts) -> int | None:
    """Where the digits begin; None if a part stands twice before them."""
    position = 0
    while match := _LEAD.match(text, position):
        if match["mark"]:
            parts.marks.append(match["mark"])
        elif match["comparator"]:
            if not parts.once("comparator"):
                return None
            parts.comparator = PREFIX_SIGN[match["comparator"]]
        elif turn := _turn(match, before=True):
            if not parts.once("turn before"):
                return None
            parts.turns.append(turn)
        elif not parts.once(next(kind for kind in ("minus", "plus", "dash", "money") if match[kind])):
            return None
        position = match.end()
    return None if len(parts.seen & {"minus", "plus", "dash"}) > 1 else position


def _trail(text: str, position: int, parts: _Parts) -> bool:
    """Whether all that stands behind the digits is understood."""
    while match := _TRAIL.match(text, position):
        remark = match["remark"]
        turn = None if remark else _turn(match, before=False)
        unit = match["unit"]
        mark = match["mark"]
        if remark:
            inside = _REMARK_TURN.fullmatch(remark)
            turn = _turn(inside, before=False) if inside else None
            unit = remark if _UNIT_ONLY.fullmatch(remark) else None
            mark = remark if _REMARK_MARK.fullmatch(remark) else None
            if not (turn or unit or mark):
                return False
        if mark:
            parts.marks.append(mark)
        elif turn:
            if not parts.once("turn after"):
                return False
            parts.turns.append(turn)
        elif unit:
            if parts.unit is not None and not (remark and parts.unit == bare(unit)):
                return False
            parts.unit = bare(unit)
        elif match["comparator"]:
            if not parts.once("comparator"):
                return False
            parts.comparator = SUFFIX_SIGN[match["comparator"]]
        position = match.end()
    return not text[position:].strip()


def _turn(match: re.Match[str], *, before: bool) -> Turn | None:
    base = match["base"] or ""
    if match["word"]:
        return Turn("word", _WORDS[match["word"]], before, base=base)
    if match["arrow"]:
        return Turn("arrow", _ARROWS[match["arrow"]], before, base=base)
    if match["triangle"]:
        shape = _TRIANGLE_OF[match["triangle"]]
        return Turn("triangle", -1 if shape in ("▽", "▼") else None, before, shape, base)
    return None
