"""Cut a heading or phrase into the words of the genre, so that spellings of the same thing meet.

Belongs here: what is noise in a phrasing (spaces, quotes, traditional characters, units in brackets,
printed figures, periods), and which words say the same (`lexicon.yml`). Does not belong here: which
indicator they mean (`indicator_resolver`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from extractors.printed.characters import simplified
from extractors.printed.measure_words import IN_PHRASINGS, RATES, REGISTERED, alternatives

LEXICON_FILE = Path(__file__).parent / "lexicon.yml"

Head = Literal["ratio", "count", "rank", "change", "score"]

CHANGE_WORDS = frozenset({"同比", "环比", "增幅"})


class WordKind(StrEnum):
    """What a piece of a phrasing is."""

    WORD = "word"
    WEAK = "weak"
    HEAD = "head"
    NOISE = "noise"
    FIGURE = "figure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a phrasing: `canonical` is what it says, `text` what stood there (normalised).

    `again` tells that the piece before it has the same characters, which say two things: 不见面审批率.
    """

    kind: WordKind
    canonical: str
    text: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A phrasing, folded: `key` is all that counts of it, in order; equal keys are the same phrasing.

    `unit` is a unit printed with it (in brackets, after a figure); None when there is none.
    """

    key: str
    pieces: tuple[Piece, ...]
    words: frozenset[str]
    weak: frozenset[str]
    unknown: tuple[str, ...]
    head: Head | None
    unit: str | None


class _Lexicon(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    heads: dict[Literal["ratio", "count", "rank", "score"], tuple[str, ...]]
    noise: tuple[tuple[str, ...], ...]
    weak: tuple[str, ...]
    generic: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    composites: dict[str, tuple[str, ...]]


_ONE_CHARACTER = "".join(word for word in IN_PHRASINGS if len(word) == 1 and word not in RATES)
_PINYIN = re.compile(r"\([a-zü\u00e0-\u01dc\u0300-\u036f]{1,7}\)", re.IGNORECASE)
_QUOTES = re.compile(r"[\s\u200b\ufeff\"'“”‘’「」『』《》〈〉·•*＊#]+")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_AGAINST_MONTH = re.compile(r"(?:较|比|与)(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]+)月份?(?:相比)?")
_PERIOD = re.compile(
    r"(?:\d{4}年(?:度)?)?(?:第?[一二三四]季度|前[二三]季度|[上下]半年)|"
    r"(?:截[至止])?(?:\d{4}年(?:度)?)?(?:\d{1,2}(?:[-—–~至到]\d{1,2})?月(?:份|底|末)?)(?:\d{1,2}日)?|(?:截[至止])?\d{4}年(?:度|底|末)?"
)
_FIGURE = re.compile(
    r"(?:第)?[-+]?\d[\d,]*(?:\.\d+)?(?:余|多)?(?:[万亿])?"
    rf"(?:{alternatives(word.lower() for word in IN_PHRASINGS)})?(?:余|多|以[上下])?"
)
_CHINESE_FIGURE = re.compile(r"[一二两三四五六七八九十百千]+(?:余)?[" + _ONE_CHARACTER + r"](?!事)")
_LEVELS = re.compile(
    r"([一二三四1-4])([级星])(?:级)?(?:事项)?(?:办理)?(?:网办)?(?:深度)?(?:事项)?(?:\(?含\)?)?(?:及其?以上|以上)"
)
_LEVEL_NAMES = {"1": "一", "2": "二", "3": "三", "4": "四"}


def _normalised(text: str) -> str:
    plain = _PINYIN.sub("", unicodedata.normalize("NFKC", text))
    return _QUOTES.sub("", simplified(plain).lower())


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Half width, simplified characters, lower case, without spaces, quotes and pinyin glosses."""
    plain = _normalised(text)
    while (again := _normalised(plain)) != plain:  # what is left out may bring combining marks together
        plain = again
    return plain


def unit_of(text: str | None) -> str | None:
    """A printed unit as the registry writes it; None when it is no unit that is known."""
    if text is None:
        return None
    plain = normalise(text).strip("():").removeprefix("单位").strip("():")
    return REGISTERED.get(plain) or (
        REGISTERED.get(plain[1:]) if plain[:1] in ("万", "亿", "千", "百") else None
    )


class Folder:
    """Cuts phrasings into words.

    `extra` are phrasings of the registry: what the lexicon does not know in them becomes a word of its own.
    """

    def __init__(self, extra: Iterable[str] = (), lexicon_file: Path = LEXICON_FILE) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        with lexicon_file.open(encoding="utf-8") as stream:
            lexicon = _Lexicon.model_validate(yaml.load(stream, Loader=loader))
        self._pieces: dict[str, tuple[Piece, ...]] = {}
        self._folded: dict[str, Folded] = {}
        for group in lexicon.noise:
            for text in group:
                self._add(text, (WordKind.NOISE, ""))
        for text in lexicon.weak:
            self._add(text, (WordKind.WEAK, text))
        for head, spellings in lexicon.heads.items():
            for text in spellings:
                self._add(text, (WordKind.HEAD, head))
        for canonical, spellings in lexicon.words.items():
            for text in (canonical, *spellings):
                self._add(text, (WordKind.WORD, canonical))
        for text, words in lexicon.composites.items():
            self._add(text, *(self._composed(word) for word in words))
        self.generic = frozenset(lexicon.generic)
        self._longest = max(map(len, self._pieces))
        self._learn(extra)

    def _composed(self, word: str) -> tuple[WordKind, str]:
        if word.startswith("＃"):
            return WordKind.HEAD, word[1:]
        known = self._pieces.get(normalise(word))
        return (known[0].kind, known[0].canonical) if known else (WordKind.WORD, word)

    def _add(self, text: str, *meaning: tuple[WordKind, str]) -> None:
        key = normalise(text)
        self._pieces[key] = tuple(
            Piece(kind, canonical, key, again=number > 0) for number, (kind, canonical) in enumerate(meaning)
        )

    def _learn(self, phrasings: Iterable[str]) -> None:
        found: set[str] = set()
        for phrasing in phrasings:
            found.update(text for text in self.fold(phrasing).unknown if len(text) > 1)
        for text in found:
            self._pieces.setdefault(text, (Piece(WordKind.WORD, text, text),))
        self._longest = max(map(len, self._pieces))
        self._folded.clear()

    def fold(self, phrasing: str) -> Folded:
        """The words of a phrasing."""
        folded = self._folded.get(phrasing)
        if folded is None:
            if len(self._folded) > 50_000:
                self._folded.clear()
            folded = self._folded[phrasing] = self._fold(phrasing)
        return folded

    def _fold(self, phrasing: str) -> Folded:
        text, unit = self._strip_units(normalise(phrasing))
        text = _LEVELS.sub(lambda m: _LEVEL_NAMES.get(m[1], m[1]) + "级及以上", text)
        text = _AGAINST_MONTH.sub("环比", text)
        pieces, figure_unit = self._cut(text)
        unit = unit or figure_unit
        head = _head(pieces)
        if head is None and text.endswith("%"):
            head = "ratio"
        words = frozenset(piece.canonical for piece in pieces if piece.kind is WordKind.WORD)
        weak = frozenset(piece.canonical for piece in pieces if piece.kind is WordKind.WEAK)
        unknown = tuple(piece.text for piece in pieces if piece.kind is WordKind.UNKNOWN)
        kept = [
            piece.canonical if piece.kind is not WordKind.UNKNOWN else piece.text
            for piece in pieces
            if piece.kind not in (WordKind.NOISE, WordKind.FIGURE, WordKind.HEAD)
        ]
        return Folded(
            key="·".join(kept) + f"#{head or ''}",
            pieces=tuple(pieces),
            words=words,
            weak=weak,
            unknown=unknown,
            head=head,
            unit=unit,
        )

    @staticmethod
    def _strip_units(text: str) -> tuple[str, str | None]:
        found: list[str] = []

        def bracket(match: re.Match[str]) -> str:
            content = match[1].removeprefix("单位:")
            unit = unit_of(content)
            if unit:  # 件, 万件
                found.append(unit)
                return ""
            return match[0]

        text = _BRACKETED.sub(bracket, text)
        return text, (found[0] if found else None)

    def _cut(self, text: str) -> tuple[list[Piece], str | None]:
        pieces: list[Piece] = []
        unit: str | None = None
        index = 0
        unknown = ""

        def flush() -> None:
            nonlocal unknown
            if unknown:
                pieces.append(Piece(WordKind.UNKNOWN, unknown, unknown))
                unknown = ""

        while index < len(text):
            known = self._longest_at(text, index)
            if known:
                flush()
                pieces.extend(known)
                index += len(known[0].text)
                continue
            period = _PERIOD.match(text, index)
            figure = period or _FIGURE.match(text, index) or _CHINESE_FIGURE.match(text, index)
            if figure and figure.end() > index:
                flush()
                pieces.append(Piece(WordKind.FIGURE, "", figure[0]))
                if period is None:
                    unit = _unit_after(figure[0]) or unit
                index = figure.end()
                continue
            if _is_letter(text[index]):
                unknown += text[index]
            else:
                flush()
                pieces.append(Piece(WordKind.NOISE, "", text[index]))
            index += 1
        flush()
        return pieces, unit

    def _longest_at(self, text: str, index: int) -> tuple[Piece, ...] | None:
        for length in range(min(self._longest, len(text) - index), 0, -1):
            known = self._pieces.get(text[index : index + length])
            if known is None:
                continue
            if _splits_latin(text, index + length):
                continue
            return known
        return None


def _head(pieces: list[Piece]) -> Head | None:
    heads = [piece.canonical for piece in pieces if piece.kind is WordKind.HEAD]
    if "rank" in heads:
        return "rank"
    if any(piece.kind is WordKind.WORD and piece.canonical in CHANGE_WORDS for piece in pieces):
        return "change"
    if "score" in heads:
        return "score"
    for head in reversed(heads):
        return "ratio" if head == "ratio" else "count"
    return None


def _unit_after(figure: str) -> str | None:
    printed = re.sub(r"^第?[-+\d,.一二两三四五六七八九十百千]+(?:余|多)?", "", figure)
    printed = re.sub(r"(?:余|多|以[上下])$", "", printed)
    if printed[:1] in "万亿" and printed[1:2] != "元":
        printed = printed[1:]
    return REGISTERED.get(printed)


def _splits_latin(text: str, end: int) -> bool:
    """Whether a cut at `end` goes through a Latin word or number (pm10 in pm100, co in cost)."""
    around = text[end - 1 : end + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"
