"""A workbook's values as Excel prints them, by their number format.

A cell holds 0.9706 and prints 97.06%; what is printed is what the bulletin says. Covers the formats that
tables of figures and dates use: sections, percent, thousands, decimals, scaling, literals, dates, the
built-in Chinese dates. Fractions and colours don't matter here and print as General.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache

Value = None | bool | int | float | str | date | datetime | time | timedelta

# Built-in formats that depend on the language; as Chinese Excel shows them (ECMA-376 18.8.30, zh-cn).
CHINESE_BUILT_IN = {
    14: "yyyy/m/d", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_GENERAL_WIDTH = 11
_BRACKET = re.compile(r"\[([^\]]*)\]")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|(?P<escaped>[\\!].)|(?P<skip>_.|\*.)|(?P<exponent>[Ee][+-][0#?]+)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*,*)?|\.[0#?]+)"""
    r"""|(?P<percent>%)|(?P<at>@)|(?P<general>General|G/通用格式)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_DATE_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|(?P<escaped>[\\!].)|(?P<skip>_.|\*.)|(?P<half>AM/PM|am/pm|A/P|上午/下午)|(?P<elapsed>\[[hms]+\])"""
    r"""|(?P<year>[yY]+|[eE]+)|(?P<m>[mM]+)|(?P<day>[dD]+)|(?P<weekday>a{3,4})|(?P<hour>[hH]+)|(?P<second>[sS]+(?:\.0+)?)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_SIGNS = re.compile(r"[-−－﹣‐‑–—+＋()（）△▲▽▼↑↓⬆⬇增减升降盈亏]")


def format_value(value: Value, code: str) -> str:
    """The printed text of a value under a number format code; "" for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time | timedelta):
        return _format_date(value, code)
    try:
        return _format_number(value, code or "General")
    except InvalidOperation:  # a number of more digits than any bulletin prints
        return str(value)


def stored_behind(value: Value, text: str) -> float | None:
    """The value where its print does not say its sign as a plain figure does; None where it does.

    A format may print -10 as `(10.00)`, `△10.00` or, in red, as `10.00`, and 4 as `▲4.00`.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or not text:
        return None
    if value < 0:
        plain = text[0] == "-" and not _SIGNS.search(text, 1)
        return None if plain or not re.search("[1-9]", text) else float(value)
    return float(value) if not text[0].isdigit() and value > 0 and _SIGNS.search(text) else None


def is_date_code(code: str) -> bool:
    """Whether a format code prints a date or a time."""
    section = _sections(code)[0] if code else ""
    bare = re.sub(r'"[^"]*"|[\\!].|_.|\*.', "", section)
    if re.search(r"\[[hms]+\]", bare, re.IGNORECASE):
        return True
    bare = _BRACKET.sub("", bare)
    if re.search(r"General|G/通用格式", bare, re.IGNORECASE):
        return False
    return re.search(r"[ymdhs]|a{3}", bare, re.IGNORECASE) is not None and not re.search(
        r"[0#?]\s*[%]|[#?]", bare
    )


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    parts: list[str] = [""]
    quoted = False
    previous = ""
    for character in code:
        if character == '"' and previous != "\\":
            quoted = not quoted
        if character == ";" and not quoted and previous != "\\":
            parts.append("")
        else:
            parts[-1] += character
        previous = character
    return tuple(parts)


def _format_number(value: int | float, code: str) -> str:
    number = _exact(value)
    if number is None:
        return str(value)
    section, absolute = _choose(number, _sections(code))
    if section is None:
        return _general(number)
    return _fill(abs(number) if absolute else number, _BRACKET.sub(_currency, section))


def _exact(value: int | float) -> Decimal | None:
    """The value with the 15 digits that Excel keeps, free of binary residue."""
    try:
        number = Decimal(repr(value)) if isinstance(value, int) else Decimal(f"{value:.15g}")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _choose(number: Decimal, sections: tuple[str, ...]) -> tuple[str | None, bool]:
    """The section for a number, and whether the section itself shows the sign."""
    conditions = [_condition(section) for section in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(number, *condition):
                return section, False
        return None, False
    numeric = sections[:3]
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def _condition(section: str) -> tuple[str, Decimal] | None:
    for bracket in _BRACKET.findall(section):
        match = _CONDITION.match(bracket)
        if match:
            return match[1], Decimal(match[2])
    return None


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit,
        "=": number == limit, "<>": number != limit,
    }[sign]  # fmt: skip


def _currency(match: re.Match[str]) -> str:
    """[$￥-804] prints its sign; colours, conditions and languages print nothing."""
    inner = match[1]
    if not inner.startswith("$"):
        return ""
    sign = inner[1:].split("-")[0]
    return f'"{sign}"' if sign else ""


def _fill(number: Decimal, section: str) -> str:
    if not section.strip():
        return ""
    before, digits, exponent, after, percents = "", "", "", "", 0
    inside: list[tuple[int, str]] = []  # (places before it, text) of what stands between the digits
    general = False
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup, token.group()
        literal = ""
        if kind == "quoted":
            literal = text.strip('"')
        elif kind == "escaped":
            literal = text[1]
        elif kind == "percent":
            percents += 1
            literal = "%"
        elif kind in ("general", "at"):
            general = True
            digits = digits or "General"
        elif kind == "digits":
            if after:
                inside.append((_places(digits), after))
                after = ""
            digits += text
        elif kind == "exponent":
            exponent = text
        elif kind == "other":
            if text == "/" and digits:
                return _general(number)  # a fraction
            literal = text
        if literal:
            if digits:
                after += literal
            else:
                before += literal
    if not digits:
        return before
    sign = "-" if number < 0 else ""
    magnitude = abs(number)
    with localcontext() as context:
        context.prec = 40
        magnitude = magnitude * (Decimal(100) ** percents)
        body = _general(magnitude) if general else _digits(magnitude, digits, exponent)
    if inside:
        body = _with_inside(body, [(_places(digits) - places, text) for places, text in inside])
    if sign and not re.search(r"[1-9]", body):
        sign = ""
    return sign + before + body + after


def _places(pattern: str) -> int:
    return sum(pattern.count(place) for place in "0#?")


def _with_inside(body: str, inside: list[tuple[int, str]]) -> str:
    """The digits with texts between them, each told with the number of places at its right.

    So ten thousands are printed: `0!.0,"万"` scales by a thousand and sets a point before the last digit.
    """
    for right, text in inside:
        at = len(body) - right
        body = body[:at] + text + body[at:] if at >= 0 else body
    return body


def _digits(magnitude: Decimal, pattern: str, exponent: str) -> str:
    whole, _, fraction = pattern.partition(".")
    scaling = len(whole) - len(whole.rstrip(","))
    if not fraction:
        whole = whole.rstrip(",")
    else:
        scaling = len(fraction) - len(fraction.rstrip(","))
        fraction = fraction.rstrip(",")
    grouped = "," in whole
    magnitude /= Decimal(1000) ** scaling
    if exponent:
        return _scientific(magnitude, len(fraction), exponent)
    rounded = magnitude.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}"
    integer, _, decimals = text.partition(".")
    minimum = whole.count("0")
    integer = integer.lstrip("0").rjust(minimum, "0") if minimum != 1 or integer != "0" else "0"
    if grouped:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    # Optional places (#, ?) print nothing where the value has nothing.
    keep = len(decimals)
    while keep and fraction[keep - 1] in "#?" and decimals[keep - 1] == "0":
        keep -= 1
    decimals = decimals[:keep]
    # Excel prints the point even when no decimal follows it.
    return f"{integer}.{decimals}" if "." in pattern else integer


def _scientific(magnitude: Decimal, places: int, exponent: str) -> str:
    power = magnitude.adjusted() if magnitude else 0
    mantissa = (magnitude.scaleb(-power)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if mantissa >= 10:
        power += 1
        mantissa = (mantissa / 10).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = "-" if power < 0 else ("+" if exponent[1] == "+" else "")
    return f"{mantissa:f}E{sign}{abs(power):0{len(exponent) - 2}d}"


def _general(number: Decimal) -> str:
    """General: as many digits as 11 characters hold."""
    magnitude = abs(number)
    if magnitude == magnitude.to_integral_value():
        if magnitude < Decimal(10) ** _GENERAL_WIDTH:
            return f"{number.to_integral_value():f}" if number else "0"
        return _scientific_general(number)
    if magnitude < Decimal("0.0001") or magnitude >= Decimal(10) ** _GENERAL_WIDTH:
        return _scientific_general(number)
    integer_width = len(str(int(magnitude)))
    places = max(0, _GENERAL_WIDTH - integer_width - 1)
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific_general(number: Decimal) -> str:
    text = _scientific(abs(number), 5, "E+00")
    mantissa, _, power = text.partition("E")
    return ("-" if number < 0 else "") + mantissa.rstrip("0").rstrip(".") + "E" + power


def _format_date(value: date | datetime | time | timedelta, code: str) -> str:
    section = _sections(code)[0]
    if isinstance(value, timedelta):
        return _elapsed(value, section)
    if not is_date_code(code):
        code_for_value = "h:mm:ss" if isinstance(value, time) else "yyyy/m/d"
        section = code_for_value
    # Languages and colours in brackets print nothing; [h] and its like do.
    section = re.sub(r"\[(?![hms]+\])[^\]]*\]", "", section, flags=re.IGNORECASE)
    tokens = [(token.lastgroup or "other", token.group()) for token in _DATE_TOKEN.finditer(section)]
    moment = _moment(value)
    half = any(kind == "half" for kind, _ in tokens)
    out: list[str] = []
    for index, (kind, text) in enumerate(tokens):
        match kind:
            case "quoted":
                out.append(text.strip('"'))
            case "escaped":
                out.append(text[1])
            case "skip":
                continue
            case "year":
                out.append(
                    f"{moment.year % 100:02d}" if len(text) == 2 and text[0] in "yY" else str(moment.year)
                )
            case "m":
                minutes = _is_minutes(tokens, index)
                number = moment.minute if minutes else moment.month
                out.append(f"{number:02d}" if len(text) == 2 else str(number))
            case "day":
                out.append(
                    f"星期{_WEEKDAYS[moment.weekday()]}"
                    if len(text) > 2
                    else f"{moment.day:02d}"
                    if len(text) == 2
                    else str(moment.day)
                )
            case "weekday":
                out.append(("星期" if len(text) == 4 else "周") + _WEEKDAYS[moment.weekday()])
            case "hour":
                hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
                out.append(f"{hour:02d}" if len(text) == 2 else str(hour))
            case "second":
                out.append(f"{moment.second:02d}" if text.lower().startswith("ss") else str(moment.second))
            case "half":
                names = ("上午", "下午") if text.startswith("上") else ("AM", "PM")
                out.append(names[moment.hour >= 12])
            case "elapsed":
                out.append(str(moment.hour if "h" in text.lower() else moment.minute))
            case _:
                out.append("" if text == "@" else text)
    return "".join(out)


def _moment(value: date | datetime | time) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, time):
        return datetime.combine(date(1899, 12, 31), value)
    return datetime.combine(value, time())


def _is_minutes(tokens: list[tuple[str, str]], index: int) -> bool:
    """An m after hours or before seconds is minutes."""
    clock = ("hour", "second", "m", "day", "year", "elapsed")
    before = next((kind for kind, _ in reversed(tokens[:index]) if kind in clock), None)
    after = next((kind for kind, _ in tokens[index + 1 :] if kind in clock), None)
    return before in ("hour", "elapsed") or after == "second"


def _elapsed(value: timedelta, section: str) -> str:
    seconds = round(value.total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if "s" in section.lower() else f"{hours}:{minutes:02d}"
