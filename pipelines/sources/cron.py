"""Whether a line says when to run, in the five fields of cron. Running by it is the scheduler's matter."""

from __future__ import annotations

import re

_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
_NAMES = {
    "month": ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    "weekday": ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
}
_PART = re.compile(r"(\*|\w+)(?:-(\w+))?(?:/(\d+))?")


def check_cron(line: str) -> str:
    """The line itself. Raises ValueError that says which field is wrong and what may stand there."""
    fields = line.split()
    if len(fields) != len(_FIELDS):
        raise ValueError(f"{line!r} is no schedule; write minute hour day month weekday, such as 30 8 * * *")
    for text, (name, low, high) in zip(fields, _FIELDS, strict=True):
        for part in text.split(","):
            if not _is_part(part, name, low, high):
                raise ValueError(f"{part!r} in {line!r} is no {name}; it runs from {low} to {high}, or *")
    return line


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
