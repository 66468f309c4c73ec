"""Fields of the date and time in a file that another program converted: they show the day of the conversion.

What belongs here: telling them, so that today is never taken for the day of a bulletin. What does not: fields that keep what
they showed last (sums, references, a table of contents), which are text like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from extractors.model import Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CLOCK = re.compile(r"\s*(?:DATE|TIME)\b")


@dataclass(slots=True)
class ClockFields:
    """Follows the field characters of a document in their order; `hides` is asked about each element."""

    open: list[bool] = field(default_factory=list)  # for each field that is open, whether it shows the clock

    def hides(self, element: etree._Element, problems: list[Problem]) -> bool:
        """Whether an element is what such a field shows. Notes it in `problems`."""
        if element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin":
                self.open.append(False)
            elif kind == "end" and self.open:
                self.open.pop()
        elif element.tag == f"{_W}instrText" and self.open and _CLOCK.match(element.text or ""):
            self.open[-1] = True
        elif element.tag == f"{_W}fldSimple" and _CLOCK.match(element.get(f"{_W}instr", "")):
            problems.append(_told("".join(element.itertext())))
            return True
        elif element.tag == f"{_W}t" and any(self.open):
            problems.append(_told(element.text or ""))
            return True
        return False


def _told(text: str) -> Problem:
    message = f"A field shows the day on which the file was converted and was not read: {text}"
    return Problem("field", message)
