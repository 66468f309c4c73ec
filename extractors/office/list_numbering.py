"""Automatic list numbers of Word: the text that is printed but stands in no run.

Authors let Word number their headings (一、二、) and sometimes the 序号 column; the numbers are part of
what is printed. Bullets carry no meaning and give "".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_MAX_LEVELS = 9


def chinese_number(value: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """Counting number in characters, 1 to 9999: 11 is 十一, 20 is 二十, 105 is 一百零五."""
    if not 0 < value < 10_000:
        return str(value)
    out = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            out += (zero if gap and out else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        else:
            gap = True
    if digits is _DIGITS and out.startswith("一十"):
        out = out[1:]
    return out


def _letters(value: int) -> str:
    # Word repeats the letter: 27 is AA, 28 is BB.
    if not 0 < value <= 780:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        out += sign * (value // size)
        value %= size
    return out


def _circled(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return str(value)


def format_number(value: int, number_format: str) -> str:
    """One counter as printed in a `w:numFmt`; unknown formats fall back to decimal."""
    match number_format:
        case "none" | "bullet":
            return ""
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "ideographDigital"
            | "japaneseDigitalTen"
            | "koreanCounting"
        ):
            if number_format in ("ideographDigital", "japaneseDigitalTen"):
                return "".join(_DIGITS[int(digit)] for digit in str(value))
            return chinese_number(value)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return chinese_number(value, _LEGAL_DIGITS, "拾佰仟")
        case "ideographTraditional":
            return _STEMS[(value - 1) % len(_STEMS)]
        case "ideographZodiac":
            return _BRANCHES[(value - 1) % len(_BRANCHES)]
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" | "ideographEnclosedCircle":
            return _circled(value)
        case "decimalEnclosedParen":
            return f"({value})"
        case "decimalEnclosedFullstop":
            return f"{value}."
        case "decimalZero":
            return f"{value:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
        case "upperLetter":
            return _letters(value).upper()
        case "lowerLetter":
            return _letters(value)
        case "upperRoman":
            return _roman(value).upper()
        case "lowerRoman":
            return _roman(value)
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None  # restart after this level (1-based); 0 never


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list paragraphs in document order and gives each its printed number."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        # Lists that share an abstract definition go on counting, unless one overrides the start.
        self._counters: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, properties: etree._Element | None) -> str:
        """The printed number of the paragraph with these `w:pPr`; "" when it has none. Counts it."""
        number_id, level = self._list_of(properties)
        if number_id is None or number_id == "0":
            return ""
        found = self._lists.get(number_id)
        if found is None:
            return ""
        level = min(max(level or 0, 0), _MAX_LEVELS - 1)
        definition = found.levels.get(level)
        if definition is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        if number_id not in self._seen:
            self._seen.add(number_id)
            for overridden, start in found.starts.items():
                counters[overridden] = start - 1
        counters[level] = counters.get(level, definition.start - 1) + 1
        for deeper in [key for key in counters if key > level]:
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or (restart and level < restart):
                del counters[deeper]
        if definition.number_format == "bullet":
            return ""

        def one(found_level: re.Match[str]) -> str:
            index = int(found_level.group(1)) - 1
            inner = found.levels.get(index, _Level())
            return format_number(counters.get(index, inner.start), inner.number_format)

        return re.sub(r"%([1-9])", one, definition.text)

    def _list_of(self, properties: etree._Element | None) -> tuple[str | None, int | None]:
        number_id: str | None = None
        level: int | None = None
        style: str | None = None
        if properties is not None:
            number_id = _value(properties.find(f"{W}numPr/{W}numId"))
            level = _integer(properties.find(f"{W}numPr/{W}ilvl"))
            style = _value(properties.find(f"{W}pStyle"))
        visited: set[str] = set()
        while number_id is None and style is not None and style not in visited:
            visited.add(style)
            style_number, style_level, parent = self._styles.get(style, (None, None, None))
            number_id = style_number
            level = style_level if level is None else level
            style = parent
        return number_id, level

    def _read_lists(self, root: etree._Element) -> None:
        abstracts: dict[str, dict[int, _Level]] = {}
        for abstract in root.iterfind(f"{W}abstractNum"):
            abstracts[abstract.get(f"{W}abstractNumId", "")] = _levels(abstract)
        for number in root.iterfind(f"{W}num"):
            abstract_id = _value(number.find(f"{W}abstractNumId")) or ""
            levels = dict(abstracts.get(abstract_id, {}))
            starts: dict[int, int] = {}
            for override in number.iterfind(f"{W}lvlOverride"):
                index = int(override.get(f"{W}ilvl", "0") or 0)
                start = _integer(override.find(f"{W}startOverride"))
                if start is not None:
                    starts[index] = start
                levels.update(_levels(override))
            self._lists[number.get(f"{W}numId", "")] = _List(levels, abstract_id, starts)

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iterfind(f"{W}style"):
            identifier = style.get(f"{W}styleId")
            if identifier:
                self._styles[identifier] = (
                    _value(style.find(f"{W}pPr/{W}numPr/{W}numId")),
                    _integer(style.find(f"{W}pPr/{W}numPr/{W}ilvl")),
                    _value(style.find(f"{W}basedOn")),
                )


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in parent.iterfind(f"{W}lvl"):
        levels[int(level.get(f"{W}ilvl", "0") or 0)] = _Level(
            start=_integer(level.find(f"{W}start"), 1) or 0,
            number_format=_value(level.find(f"{W}numFmt")) or "decimal",
            text=_value(level.find(f"{W}lvlText")) or "",
            restart=_integer(level.find(f"{W}lvlRestart")),
        )
    return levels


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _integer(element: etree._Element | None, default: int | None = None) -> int | None:
    value = _value(element)
    try:
        return default if value is None else int(value)
    except ValueError:
        return default
