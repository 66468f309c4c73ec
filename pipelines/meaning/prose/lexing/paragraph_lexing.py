"""A paragraph cut into what the reader of sentences needs: dates, figures, ignored digits, sentences,
clauses.

What belongs here: structure only. What does not: what any figure means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.meaning.prose.lexing.ignored_digits import (
    DateMention,
    Ignored,
    find_date_mentions,
    find_ignored,
    quote_spans,
)
from pipelines.meaning.prose.lexing.printed_figures import Token, find_tokens

_BREAKS = ",;:。!?"
_ENDS = "。!?"
_SET_APART = re.compile(r"(?<![\dA-Za-z.,])\d[\d.,]*(?: \d[\d.,]*)+(?<=\d)")
# 1200/1180件, 1/3: two figures, or one as a fraction. △3.5%: up or down, as the author has it.
_PARTED = re.compile(
    r"(?<![\dA-Za-z.,/])\d[\d.,]*(?:/\d[\d.,]*)+(?<=\d)(?![/A-Za-z])|(?<=[△▲▽∆])\d[\d.,]*(?<=\d)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Folded characters `start`..`end` between two breaks; `opener` is the break before it ("" at the
    start)."""

    start: int
    end: int
    opener: str
    depth: int


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """A sentence with its clauses, dates and figures, all in folded offsets of the paragraph."""

    start: int
    end: int
    clauses: tuple[Clause, ...]
    dates: tuple[DateMention, ...]
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Lexed:
    """A paragraph's sentences, and the digits that rules took out, dates among them.

    `unclear` are the spans of digits that may be one figure or several (10 0.5件).
    """

    sentences: tuple[SentenceSpan, ...]
    ignored: tuple[Ignored, ...]
    masked: tuple[tuple[int, int], ...]
    unclear: tuple[tuple[int, int], ...] = ()


def lex(text: str, year: int | None, *, start: int = 0, attachment: bool = False) -> Lexed:
    """Cut a folded paragraph; `start` is where its own text begins, after a clause label."""
    ignored = find_ignored(text, attachment=attachment)
    dates = find_date_mentions(text, year, ignored)
    of_dates = [
        Ignored(m.start, m.end, "date") for m in dates if any(c.isdigit() for c in text[m.start : m.end])
    ]
    taken = [(item.start, item.end) for item in ignored] + [(m.start, m.end) for m in dates]
    unclear = _set_apart(text, taken)
    taken += unclear
    quoted = quote_spans(text)
    tokens = find_tokens(text, taken, quoted)
    titles = [(item.start, item.end) for item in ignored if item.rule == "quoted_title"] + _titles(text)
    masked = sorted({*quoted, *titles})
    closed = [(a, b) for a, b in _brackets(text) if not any(a < t.number_start < b for t in tokens)]
    sealed = _mask(
        len(text),
        [
            *masked,
            *((a, b) for a, b in closed if b - a <= 16),
            *((t.number_start, t.number_end) for t in tokens),
        ],
    )
    sentences = []
    for a, b in _sentences(text, start, sealed):
        sentences.append(
            SentenceSpan(
                a,
                b,
                tuple(_clauses(text, a, b, sealed)),
                tuple(m for m in dates if a <= m.start < b),
                tuple(t for t in tokens if a <= t.number_start < b),
            )
        )
    return Lexed(
        sentences=tuple(sentences),
        ignored=tuple(sorted([*ignored, *of_dates], key=lambda item: item.start)),
        masked=tuple(masked),
        unclear=tuple(unclear),
    )


def _set_apart(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Digits with a blank or stroke between them that no rule claims: one figure or several, nobody can tell.

    Behind a triangle likewise: it says that there is a change, and not which way.
    """
    return [
        match.span()
        for pattern in (_SET_APART, _PARTED)
        for match in pattern.finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in taken)
    ]


def _titles(text: str) -> list[tuple[int, int]]:
    spans, depth, opened = [], 0, 0
    for index, character in enumerate(text):
        if character == "《":
            opened = index if depth == 0 else opened
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, index + 1))
    return spans


def _brackets(text: str) -> list[tuple[int, int]]:
    """The bracketed groups, those inside others too, brackets included."""
    spans, stack = [], []
    for index, character in enumerate(text):
        if character == "(":
            stack.append(index)
        elif character == ")" and stack:
            spans.append((stack.pop(), index + 1))
    return spans


def _mask(length: int, spans: list[tuple[int, int]]) -> bytearray:
    """1 for every character that stands inside one of the spans."""
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\x01" * (min(end, length) - start)
    return mask


def _sentences(text: str, start: int, sealed: bytearray) -> list[tuple[int, int]]:
    found = []
    begin = start
    for index in range(start, len(text)):
        if text[index] in _ENDS and not sealed[index]:
            found.append((begin, index + 1))
            begin = index + 1
    if begin < len(text):
        found.append((begin, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]


def _clauses(text: str, start: int, end: int, sealed: bytearray) -> list[Clause]:
    clauses = []
    begin, opener, depth = start, "", 0
    for index in range(start, end):
        character = text[index]
        if character not in _BREAKS and character not in "()":
            continue
        if sealed[index]:
            continue
        clauses.append(Clause(begin, index, opener, depth))
        begin, opener = index + 1, character
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
    clauses.append(Clause(begin, end, opener, depth))
    return [clause for clause in clauses if clause.end > clause.start]
