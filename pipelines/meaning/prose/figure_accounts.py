"""The proof that no figure of the prose was lost.

What belongs here: counting every run of digits of every paragraph once, by what became of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from extractors.model import Document
from pipelines.meaning.prose.statements import ProseReading

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How many runs of digits the prose has, and what became of them.

    `balanced` is true when statements, ignored and review add up to `printed`; `lost` has the offsets in
    `Document.text` of those that nobody claims. `claimed_twice` has those that are a statement and ignored
    at once.
    """

    printed: int
    in_statements: int
    in_review: int
    ignored: dict[str, int] = field(default_factory=dict)
    lost: tuple[int, ...] = ()
    claimed_twice: tuple[int, ...] = ()

    @property
    def balanced(self) -> bool:
        return (
            not self.lost
            and not self.claimed_twice
            and self.printed == self.in_statements + self.in_review + sum(self.ignored.values())
        )


def account(document: Document, reading: ProseReading) -> Account:
    """Count every run of digits of the prose by what became of it."""
    owner: dict[int, str] = {}
    twice: set[int] = set()

    def claim(start: int, end: int, name: str) -> None:
        for index in range(start, end):
            if owner.setdefault(index, name) != name:
                twice.add(index)

    for statement in reading.statements:
        claim(statement.figure_start, statement.figure_end, "statement")
    for item in reading.ignored:
        claim(item.char_start, item.char_end, f"rule:{item.rule}")
    for open_question in reading.review:
        claim(open_question.char_start, open_question.char_end, "review")
    printed = in_statements = in_review = 0
    rules: Counter[str] = Counter()
    lost: list[int] = []
    doubled: list[int] = []
    for paragraph in document.paragraphs:
        for match in _DIGITS.finditer(paragraph.text):
            printed += 1
            offset = paragraph.document_offset(match.start())
            name = owner.get(offset)
            if offset in twice:
                doubled.append(offset)
            if name is None:
                lost.append(offset)
            elif name == "statement":
                in_statements += 1
            elif name == "review":
                in_review += 1
            else:
                rules[name.removeprefix("rule:")] += 1
    return Account(
        printed=printed,
        in_statements=in_statements,
        in_review=in_review,
        ignored=dict(sorted(rules.items())),
        lost=tuple(lost),
        claimed_twice=tuple(doubled),
    )
