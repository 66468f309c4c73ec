"""Tables that a page carries where no reader of its markup finds them: in scripts, fields, templates, drawings.

A script sets them into the page when it is shown. They are not read, since nobody can say without running the script
what becomes of them; a problem tells how many tables and figures they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extractors.model import Place, Problem
from extractors.web.hidden_parts import Holding, count_figures

KIND = "not_in_page"
_CARRIERS = ("script", "textarea", "template", "noscript")
_TABLE = re.compile(r"(?:<|&lt;|\\u003c|\\x3c)table\b", re.IGNORECASE)
_CELL = re.compile(r"(?:<|&lt;|\\u003c|\\x3c)t[dh]\b", re.IGNORECASE)
_TAG = re.compile(r"(?:<|&lt;|\\u003c|\\x3c).*?(?:>|&gt;|\\u003e|\\x3e)", re.IGNORECASE | re.DOTALL)
_FEWEST_CELLS = 4
_REMEDY = "Save the page from a browser after it has loaded."


def unread_carriers(root: etree._Element) -> Iterator[Problem]:
    """What is told of each script, field, template or drawing that holds a table or figures."""
    for element in root.iter(*_CARRIERS):
        held = _held(element)
        if held is not None:
            yield Problem(
                KIND,
                f"A table that the page keeps in a {element.tag} was not read ({held.told()}). {_REMEDY}",
                Place(line=element.sourceline),
            )
    for drawing in root.iter("svg"):
        words = " ".join(text for part in drawing.iter("text") for text in part.itertext())
        if figures := count_figures(words):
            yield Problem(
                KIND,
                f"A drawing was not read ({Holding(0, figures, len(words)).told()}): {' '.join(words.split())[:60]}",
                Place(line=drawing.sourceline),
            )


def _held(element: etree._Element) -> Holding | None:
    if next(element.iter("table"), None) is not None:
        text = " ".join(element.itertext())
        return Holding(sum(1 for _ in element.iter("table")), count_figures(text), len(text))
    text = "".join(element.itertext())
    first = _TABLE.search(text)
    if first is None or len(_CELL.findall(text)) < _FEWEST_CELLS:
        return None
    words = _TAG.sub(" ", text[first.start() :])
    return Holding(len(_TABLE.findall(text)), count_figures(words), len(words))
