"""The registered phrasings, cut into words, and how well a phrasing fits one of them.

Belongs here: comparing words with words. Does not belong here: clauses, shares, neighbours (`indicator_resolver`,
`column_headings`), and which words say the same (`genre_words`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.printed.measure_words import NO_COUNTS, RATES
from pipelines.meaning.indicators.genre_words import Folded, Folder, Head, WordKind, normalise, unit_of
from pipelines.meaning.indicators.indicator_match import UNSURE
from pipelines.meaning.indicators.indicator_registry import Indicator, Registry

ACCEPT = 0.85
"""The least score of a phrasing whose words all fit."""

DOUBTFUL = 0.75
"""The score of a phrasing whose words fit, but not the way in which it says that it is a share."""

_OTHER_SPELLING = 0.99
"""The score of all the words of a phrasing and no other, in another order or spelling."""

_OTHER_WORD = 0.02
"""What each word costs that one phrasing has and the other lacks, though it may stand there or not."""

_OTHER_HEAD = 0.03
"""What it costs that only the unit or only the last word says that it is a rate."""

# A place (名) or a score (分) can be said of any indicator.
_SAID_OF = frozenset({"名", "分"})
# What kinds are counted in besides 种; 张 and 条 count the licences themselves.
_KINDS_TOO = frozenset({"个", "项"})
_UNIT_IN_BRACKETS = re.compile(r"\((?:%|[^()]{1,6})\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A registered phrasing. Of its `words` the `core` must be there; `optional` ones may be there or not.

    `generic` tells that the core alone could be said of anything (已完成事项).
    """

    indicator: Indicator
    text: str
    folded: Folded
    words: frozenset[str]
    core: frozenset[str]
    optional: frozenset[str]
    generic: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrasing that fits: score from `ACCEPT` to 1, and the optional words it has besides."""

    phrase: Phrase
    score: float
    extra: frozenset[str] = frozenset()


class PhraseBook:
    """All registered phrasings."""

    def __init__(self, registry: Registry, folder: Folder) -> None:
        self._folder = folder
        self._phrases: list[Phrase] = []
        self._printed: dict[str, Phrase] = {}
        self._by_core: dict[str, list[Phrase]] = {}
        self._spellings: dict[str, Indicator] = {}
        self._rates: set[str] = set()
        for indicator in registry:
            self._add(indicator)

    def _add(self, indicator: Indicator) -> None:
        optional = frozenset().union(*(self.words_of(word) for word in indicator.optional))
        for text in dict.fromkeys((indicator.name, *indicator.headings, *indicator.prose)):
            folded = self._folder.fold(text)
            words = all_words(folded)
            core = words - optional or words or folded.weak
            phrase = Phrase(
                indicator=indicator,
                text=text,
                folded=folded,
                words=words,
                core=core,
                optional=optional,
                generic=core <= self._folder.generic,
            )
            if folded.head == "ratio" and _says_rate(folded):
                self._rates.add(indicator.id)
            self._phrases.append(phrase)
            self._printed.setdefault(printed(text), phrase)
            if core:
                self._by_core.setdefault(min(core), []).append(phrase)

    def words_of(self, text: str) -> frozenset[str]:
        """All words of a text, the weak ones too."""
        folded = self._folder.fold(text)
        return all_words(folded) | folded.weak

    def as_printed(self, text: str, head: Head | None, unit: str | None) -> Phrase | None:
        """The registered phrasing that is printed exactly like this, if figures of that unit can be its."""
        phrase = self._printed.get(printed(text))
        return phrase if phrase is not None and unit_fits(phrase.indicator, unit) else None

    def candidates(self, folded: Folded, unit: str | None) -> list[Candidate]:
        """The best-fitting phrasing of every indicator whose words fit, best first.

        One below `ACCEPT` is a mere proposal: 税率 has the words of 税收比重, which nobody calls a 率.
        """
        best: dict[str, Candidate] = {}
        rate = folded.head == "ratio" and _says_rate(folded)
        for word in all_words(folded) | folded.weak:
            for phrase in self._by_core.get(word, ()):
                candidate = _fit(phrase, folded, unit)
                key = phrase.indicator.id
                if candidate and rate and key not in self._rates:
                    candidate = replace(candidate, score=DOUBTFUL)
                if candidate and (key not in best or candidate.score > best[key].score):
                    best[key] = candidate
        return sorted(best.values(), key=lambda c: (-c.score, c.phrase.indicator.id))

    def misspelt(self, folded: Folded, unit: str | None) -> tuple[Indicator, str, float] | None:
        """The only indicator with a phrasing one character away, that phrasing, and a score.

        A phrasing that lost its last character beats one in which a character is wrong: 不见面审批事 is
        不见面审批事项 cut short, and not 不见面审批率.
        """
        text = spelling(folded)
        if len(text) < 4 or not folded.unknown or _number_inside(folded):
            return None
        near = self._neighbours(text)
        cut = {spelt: found for spelt, found in near.items() if spelt[:-1] == text}
        near = cut or near
        found = {indicator.id: indicator for indicator in near.values() if unit_fits(indicator, unit)}
        if len(found) != 1 or not any(_head_may_be(i, folded.head) for i in found.values()):
            return None
        (indicator,) = found.values()
        score = 1 - 1 / len(text)
        if all(len(spelt) < len(text) for spelt in near):
            score = min(score, UNSURE)  # a character too many may be a word of its own: 应, 拟, 旧
        return indicator, min(near), round(score, 3)

    def _neighbours(self, text: str) -> dict[str, Indicator]:
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        if not self._spellings:
            for phrase in self._phrases:
                self._spellings.setdefault(spelling(phrase.folded), phrase.indicator)
        near = process.extract(
            text, self._spellings.keys(), scorer=Levenshtein.distance, score_cutoff=1, limit=12
        )
        return {spelt: self._spellings[spelt] for spelt, _, _ in near}


def all_words(folded: Folded) -> frozenset[str]:
    """The words that must agree: those of the genre, and what nobody knows."""
    return folded.words | frozenset(folded.unknown)


def _says_rate(folded: Folded) -> bool:
    """Whether the last word is 率, and not 占比 or 比重."""
    heads = [
        piece.text for piece in folded.pieces if piece.kind is WordKind.HEAD and piece.canonical == "ratio"
    ]
    return bool(heads) and heads[-1].endswith("率") and heads[-1] not in ("比率", "占比率")


def spelling(folded: Folded) -> str:
    """The characters that count, for comparing letter by letter."""
    kept = (piece for piece in folded.pieces if piece.kind not in (WordKind.NOISE, WordKind.FIGURE))
    return "".join(piece.text for piece in kept if not piece.again)


def printed(text: str) -> str:
    """A phrasing as printed, but for spaces, quotes and a unit in brackets at its end."""
    plain = normalise(text)
    bracket = _UNIT_IN_BRACKETS.search(plain)
    return plain[: bracket.start()] if bracket and unit_of(bracket[0]) else plain


def _number_inside(folded: Folded) -> bool:
    """Whether a number stands before the end, where it may be part of the name (15秒接通率)."""
    figures = [place for place, piece in enumerate(folded.pieces) if piece.kind is WordKind.FIGURE]
    return any(figure < len(folded.pieces) - 1 for figure in figures)


def unit_fits(indicator: Indicator, unit: str | None) -> bool:
    """Whether figures of that unit can be figures of the indicator."""
    if unit is None or not indicator.unit or unit in _SAID_OF:
        return True
    if unit in RATES or unit == "百分点":
        return indicator.unit == "%"
    if indicator.unit == "%":
        return False
    if "种" in (unit, indicator.unit):  # kinds of licences are no licences
        return unit == indicator.unit or unit in _KINDS_TOO
    return (unit in NO_COUNTS) == (indicator.unit in NO_COUNTS) or unit == indicator.unit


def _head_may_be(indicator: Indicator, head: Head | None) -> bool:
    return head is None or (head == "ratio") == (indicator.kind == "ratio")


def _fit(phrase: Phrase, folded: Folded, unit: str | None) -> Candidate | None:
    """How well the words fit a registered phrasing; None when one of them makes a difference."""
    words = all_words(folded)
    if not phrase.core <= words | folded.weak:
        return None
    if not words and folded.head is None and unit is None:
        return None  # 事项, 数据: not even that they are counted is said
    extra, missing = words - phrase.words, phrase.words - words
    if not extra <= phrase.optional or not missing <= phrase.optional:
        return None
    weak = folded.weak ^ phrase.folded.weak
    if phrase.generic and (extra or missing or weak):
        return None
    if weak and unit == "件" and phrase.indicator.unit == "项":
        return None  # 办理政务服务事项35252件, 系统产生办件67291件: applications and no items
    cost = _head_cost(phrase, folded.head, unit, complete=not missing)
    if cost is None or not unit_fits(phrase.indicator, unit):
        return None
    if unit and phrase.indicator.unit and unit != phrase.indicator.unit:
        cost += _OTHER_WORD  # 件 speaks for 办件量 and 宗 for 许可受理数量
    score = 1.0 - _OTHER_WORD * (len(extra) + len(missing) + len(weak)) - cost
    if score == 1.0 and folded.key != phrase.folded.key:
        score = _OTHER_SPELLING
    return Candidate(phrase, max(score, ACCEPT), extra)


def _head_cost(phrase: Phrase, head: Head | None, unit: str | None, *, complete: bool) -> float | None:
    """What a different last word costs (率, 数 …); None when it makes it another thing."""
    indicator, own = phrase.indicator, phrase.folded.head
    if head == own and (head is not None or unit not in RATES or indicator.unit == "%"):
        # Without 率 a share is meant only where all of its words are there (承诺办结时限压缩).
        return 0.0 if head is not None or complete or indicator.kind != "ratio" or unit in RATES else None
    if indicator.kind in ("rank", "change"):
        return None
    if indicator.kind == "ratio":
        if head == "ratio":
            return _OTHER_HEAD if own is None else 0.0
        return _OTHER_HEAD if head is None and unit in RATES else None
    if head == "ratio" or unit in RATES:
        return None
    return _OTHER_WORD


def fitting_unit(units: Sequence[str | None]) -> str | None:
    """The most frequent of the units that are known."""
    known = [unit for unit in map(unit_of, units) if unit]
    return max(known, key=known.count) if known else None
