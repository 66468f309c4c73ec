"""Whether a line says when to run, in the five fields of cron. Running by it is the scheduler's matter."""

from __future__ import annotations

import re

_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
_NAMES = {
    "month": ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    "weekday": ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
}
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PART = re.compile(r"(\*|\w+)(?:-(\w+))?(?:/(\d+))?", re.ASCII)


def check_cron(line: str) -> str:
    """The line itself. Raises ValueError that says which field is wrong and what may stand there."""
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(f"{line!r} is no schedule; write minute hour day month weekday, such as 30 8 * * *")
    for text, (name, low, high) in zip(fields, _FIELDS, strict=True):
        for part in text.split(","):
            if not _is_part(part, name, low, high):
                raise ValueError(f"{part!r} in {line!r} is no {name}; it runs from {low} to {high}, or *")
    if not _ever_comes(fields[2], fields[3], fields[4]):
        raise ValueError(f"{line!r} never comes: none of these months has such a day")
    return line


def _ever_comes(day: str, month: str, weekday: str) -> bool:
    """Whether a day of these exists in one of these months; cron takes either day or weekday where both are given."""
    if weekday != "*" or day == "*":
        return True
    longest = max(_LONGEST[number - 1] for number in _values(month, "month", 1, 12))
    return min(_values(day, "day", 1, 31)) <= longest


def _values(text: str, name: str, low: int, high: int) -> list[int]:
    """The numbers that a field names, without regard to steps: the first of each part is among them."""
    found: list[int] = []
    for part in text.split(","):
        match = _PART.fullmatch(part)
        start, end = (match.group(1), match.group(2)) if match else ("*", None)
        first = low if start == "*" else _number(start, name) or low
        last = high if start == "*" else _number(end, name) if end else first
        found += [first] if match and match.group(3) else range(first, (last or first) + 1)
    return found


def _is_part(part: str, name: str, low: int, high: int) -> bool:
    match = _PART.fullmatch(part)
    if match is None:
        return False
    start, end, step = match.groups()
    if step is not None and int(step) < 1:
        return False
    if start == "*":
        return end is None
    numbers = [_number(text, name) for text in (start, end) if text is not None]
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and all(low <= n <= high for n in known) and known == sorted(known)


def _number(text: str, name: str) -> int | None:
    if text.isdecimal():
        return int(text)
    names = _NAMES.get(name, [])
    return names.index(text.lower()) + (name == "month") if text.lower() in names else None
