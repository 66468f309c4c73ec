"""The note that a mark in a cell leads to: ¹, ①, [1], 注1 or * behind a figure or a name, and what the table says of it.

Belongs here: the marks of a cell, the notes around a table by their marks. Not here: telling marks from figures
(`extractors.printed.raised_type`, `figure_grammar`).
"""

from __future__ import annotations

import re
import unicodedata

from extractors.model import Cell, Table
from extractors.printed.figures.figure_grammar import read_figure

_SYMBOL = r"[*＊※★☆†‡#＃]{1,3}"
_CIRCLED = r"[①-⑳]"
_RAISED = r"[¹²³⁰⁴-⁹]{1,2}"
_BRACKETED = r"[\[〔［【]\s?(?:注\s?)?[\d⁰¹²³⁴-⁹]{1,2}\s?[\]〕］】]|[(（](?:见?注|备注)\s?\d{1,2}[)）]"
_BEHIND = re.compile(rf"(?:{_SYMBOL}|{_CIRCLED}|{_RAISED}|{_BRACKETED})$")
_HEAD = re.compile(r"^[(（]?(?:注|备注|附注|说明|注释)\s*[:：.．]\s*(?=\S)")
# A note begins with its mark, at the start of its line or behind the end of the one before.
_BEGINS = re.compile(
    rf"(?:^|(?<=[。；;.\s：:]))(?P<mark>{_SYMBOL}|{_CIRCLED}|{_RAISED}|{_BRACKETED}|注\s?\d{{1,2}}(?=[:：.．、])"
    r"|\d{1,2}(?=[.．、:：)）](?!\d))|\d{1,2}(?=\s+[\u3400-\u9fff]))[.．、:：)）]?\s*"
)
_SENTENCE = re.compile(r"[^。；;]+")


class Footnotes:
    """The notes around one table."""

    def __init__(self, table: Table) -> None:
        self._lines = [_HEAD.sub("", line.strip()) for line in (*table.footnotes, *table.notes_before)]
        self._by_mark: dict[str, str] | None = None

    def of(self, cell: Cell) -> str | None:
        """The marks of a cell, each with its note where there is one: `[1] 含预约件`; None for a cell without marks."""
        marks = marks_of(cell)
        if not marks:
            return None
        if self._by_mark is None:
            self._by_mark = _notes(self._lines)
        return "; ".join(f"[{mark}] {self._note(mark) or ''}".strip() for mark in marks)

    def _note(self, mark: str) -> str | None:
        assert self._by_mark is not None
        found = self._by_mark.get(mark)
        if found or mark.isdecimal():
            return found
        # 带*的为省级下放事项: the note tells of its mark somewhere else than at its start.
        sentences = (sentence for line in self._lines for sentence in _SENTENCE.findall(line))
        return next((text.strip() for text in sentences if mark in _plain(text)), None)


def marks_of(cell: Cell) -> tuple[str, ...]:
    """The footnote marks of a cell, raised or not, each as a plain number or symbol."""
    if not cell.marks and (
        not cell.text or cell.text[-1].isdecimal() or (cell.text.isascii() and cell.text[-1] not in "*#]")
    ):
        return ()
    printed = read_figure(cell.text)
    glued = printed.marks if printed else ()
    if not printed and (behind := _BEHIND.search(cell.text)) and behind.start():
        glued = (behind[0],)
    found = [mark for raw in (*cell.marks, *glued) if "并列" not in raw for mark in _split(raw)]
    return tuple(dict.fromkeys(found))


def _split(raw: str) -> list[str]:
    """`1,2` are two marks; ① and 注1 and [1] are 1."""
    return re.findall(r"\d+|[^\d\s,，、;；\[\]〔〕【】()（）［］注见备]+", _plain(raw))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _notes(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        begins = list(_BEGINS.finditer(line))
        for match, after in zip(begins, [*begins[1:], None], strict=False):
            text = line[match.end() : after.start() if after else len(line)].strip(" ；;")
            for mark in _split(match["mark"]):
                if text:
                    found.setdefault(mark, text)
    return found
