"""Cells with several figures: ranges, pairs, figures with labels. Here as well every character is accounted for.

What belongs here: telling such cells from words with digits in them. What does not: which of the figures is a value;
that takes a heading or a label that says what each of them is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extractors.printed.characters import simplified
from extractors.printed.figures.figure_grammar import TURN_SIGNS, TURN_WORDS
from extractors.printed.figures.figure_parts import (
    AMOUNT,
    PREFIX,
    PREFIX_SIGN,
    SUFFIX,
    SUFFIX_SIGN,
    Figure,
    amount,
)


class Group(StrEnum):
    """How several figures stand in a cell."""

    RANGE = "range"  # 3-5, 66.7%-80%
    SPLIT = "split"  # 1,200/1,180: in the order of a heading with as many names
    NESTED = "nested"  # 200（150）, 5（其中新增2）: a second in brackets behind the first
    SEVERAL = "several"  # 12 345, 1 2 3
    LABELLED = "labelled"  # 省定目标:市级达到80%我市已达到97.2%


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of a cell; `labels` has one for each, empty where none is printed."""

    group: Group
    figures: tuple[Figure, ...]
    labels: tuple[str, ...] = ()


_FIGURE = re.compile(rf"(?:(?P<prefix>{PREFIX})\s*)?{AMOUNT}\s?(?P<suffix>{SUFFIX})?")
_ANY = re.sub(r"\?P<\w+>", "?:", AMOUNT)
_ONE = re.compile(_ANY)
_RANGE = re.compile(rf"({_ANY})\s?(?:[-－–—~～〜至到]|——)\s?({_ANY})")
_STROKE = re.compile(r"\s?[/／|、;；]\s?")
_IN_BRACKETS = re.compile(
    rf"{_ANY}\s?[(（](?P<label>[^\d()（）]{{0,8}}){_ANY}(?P<rest>[^\d()（）]{{0,4}})[)）]"
)
_YEAR_OR_CODE = re.compile(r"(?:19|20)\d\d|0\d.*")  # 2019-2020, 0371-1234567
_EDGES = " \t\n,，。;；、()（）“”\"'"
_LONGEST = 200  # characters; more are a text with figures in it
_DIGIT = re.compile(r"\d")
# A sign or direction is no part of a label: 同比-4% and 办件量下降5% aren't understood here.
_LABEL = re.compile(rf"[^\d()（）{TURN_SIGNS}]{{1,24}}(?<!{')(?<!'.join(sorted(TURN_WORDS))})")


@lru_cache(maxsize=16384)
def read_group(text: str) -> FigureGroup | None:
    """The figures of a text that holds several of them, or one with a label, and nothing else."""
    plain = simplified(" ".join(text.split()))
    if len(plain) > _LONGEST or not _DIGIT.search(plain):
        return None
    if match := _RANGE.fullmatch(plain):
        ends = tuple(_figures(plain))
        if any(_YEAR_OR_CODE.fullmatch(end.strip()) for end in match.groups()) or len(ends) != 2:
            return None
        return FigureGroup(Group.RANGE, ends)
    if len(pieces := _STROKE.split(plain)) > 1 and all(map(_ONE.fullmatch, pieces)):
        return FigureGroup(Group.SPLIT, tuple(_figures(plain)))
    if nested := _IN_BRACKETS.fullmatch(plain):
        return _nested(plain, nested["label"].strip(_EDGES + ":："), nested["rest"].strip())
    if labelled := _labelled(plain):
        return labelled
    if all(map(_ONE.fullmatch, plain.split())):
        return FigureGroup(Group.SEVERAL, tuple(_figures(plain)))
    return None


def _figures(text: str) -> list[Figure]:
    return [_figure(match) for match in _FIGURE.finditer(text)]


def _figure(match: re.Match[str]) -> Figure:
    figure = amount(match, match[0])
    comparator = figure.comparator
    if match["prefix"]:
        comparator = PREFIX_SIGN[match["prefix"]]
    elif match["suffix"]:
        comparator = SUFFIX_SIGN[match["suffix"]]
    return Figure(figure.value, figure.unit, figure.decimals, comparator, match[0], figure.scale)


def _nested(text: str, label: str, rest: str) -> FigureGroup:
    """A figure with a second in brackets; a sign, a direction or words behind that one make it two of no known sort."""
    figures = tuple(_figures(text))
    # 新增 counts what is new and is no direction, though it ends like one.
    plain = not rest and (not label or label.endswith("新增") or _LABEL.fullmatch(label))
    if not plain or len(figures) != 2 or any(figure.comparator != "=" for figure in figures):
        return FigureGroup(Group.SEVERAL, figures)
    return FigureGroup(Group.NESTED, figures, ("", label))


def _labelled(text: str) -> FigureGroup | None:
    """Figures with a unit, each behind words that hold no digit; only the first may stand without."""
    figures: list[Figure] = []
    labels: list[str] = []
    position = 0
    for match in _FIGURE.finditer(text):
        before = text[position : match.start()]
        label = before.strip(_EDGES)
        figure = _figure(match)
        if figure.unit is None or (label and not _LABEL.fullmatch(label)) or (figures and not label):
            return None
        figures.append(figure)
        labels.append(label)
        position = match.end()
    if text[position:].strip(_EDGES) or not any(labels):
        return None
    return FigureGroup(Group.LABELLED, tuple(figures), tuple(labels))
