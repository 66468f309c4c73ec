"""Proposals for slips of OCR and typing: names of the registry that differ from a printed one by very little.

A proposal is accepted only when the difference is one that print explains (look-alike characters, swapped words)
or is tiny in a long name, and when no other office is nearly as close. Everything else is left for a person.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.meaning.names.name_index import Entry, Lexicon

# What a difference costs, in edits: print explains characters that look alike, and somewhat less two that changed
# places, so both are far below the one edit of an arbitrary character.
_LOOKALIKE_COST = 0.3
_SWAP_COST = 0.5
_ARBITRARY_COST = 1.0
_MARGIN = 0.5  # how much further, in edits, the next office must be: less than that could be a slip of either
_WIDE_MARGIN = 1.0  # the same where print doesn't explain the difference
_ROUNDING = 1e-9  # sums of such costs are not exact
_NOTHING_NEAR = 9.0  # further than anything that is ever proposed
_LONGEST = 40  # characters from which a cell is a sentence and no name
_ORGAN_WORDS = "局委办会院部处所站队"
_LEVEL_WORDS = "省市县区旗州盟"
_VERY_LONG = 8  # characters from which two edits are worth a proposal
_LONG = 6  # characters from which one arbitrary edit still leaves no doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The nearest name. `cost` is in edits; `runner_up` is the nearest name of another function."""

    name: str
    entry: Entry
    cost: float
    score: float
    accepted: bool
    runner_up: Entry | None
    runner_up_score: float | None
    evidence: str


@cache
def _lookalikes() -> dict[str, str]:
    alike: dict[str, set[str]] = {}
    for line in (Path(__file__).parent / "lookalikes.tsv").read_text("utf-8").splitlines():
        character, others = line.split("\t")
        for other in others:
            alike.setdefault(character, set()).add(other)
            alike.setdefault(other, set()).add(character)
    return {character: "".join(sorted(others)) for character, others in alike.items()}


def look_alike(a: str, b: str) -> bool:
    """Whether two characters are easily taken for each other in print."""
    return a == b or b in _lookalikes().get(a, "")


@dataclass(frozen=True, slots=True)
class _Index:
    """Names sorted from the front and from the back, and by the characters they consist of."""

    sorted: list[str]
    reversed: list[str]
    letters: dict[tuple[int, int], list[str]]


def _letters(name: str) -> tuple[int, int]:
    """Equal for names of the same characters in any order (and seldom for others)."""
    return len(name), sum(map(ord, name))


@cache
def _index(lexicon: Lexicon) -> _Index:
    letters: dict[tuple[int, int], list[str]] = {}
    names = sorted(lexicon.entries)
    for name in names:
        if len(name) >= _LONG:
            letters.setdefault(_letters(name), []).append(name)
    return _Index(names, sorted(name[::-1] for name in names), letters)


def _without_repeats(text: str) -> str:
    return "".join(c for i, c in enumerate(text) if i == 0 or c != text[i - 1])


def _differ_by_organ(printed: str, name: str) -> bool:
    """Whether a word for an office is too much or missing: 发改委粮食局 and 发改粮食局 are not slips of each other."""
    return any(printed.count(word) != name.count(word) for word in _ORGAN_WORDS)


def _likeness(cost: float, length: int) -> float:
    """How alike two names are, from 0 to 100: the share of characters that no edit touches."""
    return round(100 * (1 - cost / length), 1)


class SlipFinder:
    """Proposals over all names of a lexicon. Its indexes are built when the first slip is met."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries = lexicon.entries

    def propose(self, core: str) -> Proposal | None:
        """The nearest name for the folded, place-less name `core`, or None if nothing is near."""
        if not 2 <= len(core) <= _LONGEST:
            return None
        nearest: dict[str, tuple[float, str]] = {}  # function → cost, name
        for cost, name in self._near(core):
            function = self._entries[name].function_id
            if function not in nearest or (cost, name) < nearest[function]:
                nearest[function] = (cost, name)
        if not nearest:
            return None
        ranked = sorted((cost, name) for cost, name in nearest.values())
        cost, name = ranked[0]
        entry = self._entries[name]
        runner = ranked[1] if len(ranked) > 1 else None
        margin = (runner[0] if runner else _NOTHING_NEAR) - cost
        length = max(len(core), len(name))
        small = cost <= _LOOKALIKE_COST + _ROUNDING or (cost <= _SWAP_COST + _ROUNDING and length >= _LONG)
        tiny = (
            cost <= _ARBITRARY_COST
            and length >= _LONG
            and margin >= _WIDE_MARGIN - _ROUNDING
            and not _differ_by_organ(core, name)
        )
        # 区院 is rather a place and 院 than a misread 医院
        spoilt_level = len(core) <= 3 and core[0] in _LEVEL_WORDS and core[0] != name[0]
        accepted = (
            not spoilt_level and ((small and margin >= _MARGIN - _ROUNDING) or tiny) and not entry.doubtful
        )
        return Proposal(
            name=name,
            entry=entry,
            cost=cost,
            score=_likeness(cost, length),
            accepted=accepted,
            runner_up=self._entries[runner[1]] if runner else None,
            runner_up_score=_likeness(runner[0], max(len(core), len(runner[1]))) if runner else None,
            evidence=f"read as {name}, {cost:.1f} edits away"
            + (f", the next office {runner[0]:.1f}" if runner else ", no other office near"),
        )

    def _near(self, core: str) -> list[tuple[float, str]]:
        """Names within a small distance, with their cost."""
        index = _index(self._lexicon)
        found = [(_LOOKALIKE_COST, name) for name in self._one_lookalike_off(core)]
        if len(core) >= _LONG:
            swapped = index.letters.get(_letters(core), ())
            found += [(_SWAP_COST, name) for name in swapped if name != core and sorted(name) == sorted(core)]
        if found and len(core) == 2:  # 访办 is rather what is left of 信访办 than a misread 防办
            longer = [n[::-1] for n in self._starting(index.reversed, core[::-1], 2) if len(n) == 3]
            found += [(_LOOKALIKE_COST, name) for name in longer]
        if found or len(core) < 4:
            return found
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        # An edit spoils one half only: the candidates share the other half with the printed name.
        half = len(core) // 2
        candidates = self._starting(index.sorted, core[:half], len(core))
        candidates += [
            name[::-1] for name in self._starting(index.reversed, core[: half - 1 : -1], len(core))
        ]
        allowed = 1 if len(core) < _VERY_LONG else 2
        near = process.extract(
            core, candidates, scorer=Levenshtein.distance, score_cutoff=allowed, limit=None
        )
        return [(self._cost(core, name, int(distance)), name) for name, distance, _ in near]

    def _one_lookalike_off(self, core: str) -> list[str]:
        alike = _lookalikes()
        entries = self._entries
        return [
            name
            for index, character in enumerate(core)
            for other in alike.get(character, "")
            if (name := core[:index] + other + core[index + 1 :]) in entries
        ]

    @staticmethod
    def _starting(names: list[str], prefix: str, length: int) -> list[str]:
        first = bisect_left(names, prefix)
        last = bisect_left(names, prefix + "\U0010ffff")
        return [name for name in names[first:last] if abs(len(name) - length) <= 1]

    @staticmethod
    def _cost(core: str, name: str, distance: int) -> float:
        if _without_repeats(core) == _without_repeats(name):
            return _LOOKALIKE_COST  # 人人民银行: a character set twice
        if len(core) == len(name):
            differing = [(a, b) for a, b in zip(core, name, strict=True) if a != b]
            if len(differing) == distance:
                return sum(_LOOKALIKE_COST if look_alike(a, b) else _ARBITRARY_COST for a, b in differing)
        return float(distance)
