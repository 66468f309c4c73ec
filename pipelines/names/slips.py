"""Proposals for slips of OCR and typing: names of the registry that differ from a printed one by very little.

A proposal is accepted only when the difference is one that print explains (look-alike characters, swapped words)
or is tiny in a long name, and when no other office is nearly as close. Everything else is left for a person.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.names.lexicon import Entry, Lexicon

_LOOKALIKE_COST = 0.3
_SWAP_COST = 0.5
_MARGIN = 0.5  # how much further, in edits, the next office must be
_LONG = 6  # characters from which one arbitrary edit still leaves no doubt


@dataclass(frozen=True, slots=True)
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
def _lookalikes() -> frozenset[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for line in (Path(__file__).parent / "lookalikes.tsv").read_text("utf-8").splitlines():
        character, others = line.split("\t")
        for other in others:
            pairs.add((character, other))
            pairs.add((other, character))
    return frozenset(pairs)


def look_alike(a: str, b: str) -> bool:
    """Whether two characters are easily taken for each other in print."""
    return a == b or (a, b) in _lookalikes()


class SlipFinder:
    """Proposals over all names of a lexicon. Building the index is put off until the first slip is met."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._entries = lexicon.entries
        self._by_length: dict[int, list[str]] = {}

    def _names_of(self, length: int) -> list[str]:
        if not self._by_length:
            for name in sorted(self._entries):
                self._by_length.setdefault(len(name), []).append(name)
        return self._by_length.get(length, [])

    def propose(self, core: str) -> Proposal | None:
        """The nearest name for the folded, place-less name `core`, or None if nothing is near."""
        if not 2 <= len(core) <= 40:
            return None
        nearest: dict[str, tuple[float, str]] = {}  # function → cost, name
        for cost, name in self._near(core):
            function = self._entries[name].function_id
            if function not in nearest or (cost, name) < nearest[function]:
                nearest[function] = (cost, name)
        if not nearest:
            return None
        ranked = sorted((cost, name, function) for function, (cost, name) in nearest.items())
        cost, name, _ = ranked[0]
        entry = self._entries[name]
        runner = ranked[1] if len(ranked) > 1 else None
        margin = (runner[0] if runner else 9.0) - cost
        length = max(len(core), len(name))
        small = cost <= _LOOKALIKE_COST * (1 if length < 5 else 2) + 1e-9
        tiny = cost <= 1.0 and length >= _LONG and margin >= 1.0 - 1e-9
        accepted = (small and margin >= _MARGIN - 1e-9 or tiny) and not entry.doubtful
        return Proposal(
            name,
            entry,
            cost,
            round(100 * (1 - cost / length), 1),
            accepted,
            self._entries[runner[1]] if runner else None,
            round(100 * (1 - runner[0] / max(len(core), len(runner[1]))), 1) if runner else None,
            f"read as {name}, {cost:.1f} edits away, margin {margin:.1f}",
        )

    def _near(self, core: str) -> list[tuple[float, str]]:
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        allowed = 1 if len(core) <= 4 else 2
        found: list[tuple[float, str]] = []
        for length in range(len(core) - 1, len(core) + 2):
            names = self._names_of(length)
            for name, distance, _ in process.extract_iter(
                core, names, scorer=Levenshtein.distance, processor=None, score_cutoff=allowed
            ):
                found.append((self._cost(core, name, int(distance)), name))
        if len(core) >= _LONG:
            letters = Counter(core)
            for name in self._names_of(len(core)):
                if name != core and name[0] == core[0] and Counter(name) == letters:
                    found.append((_SWAP_COST, name))
        return found

    @staticmethod
    def _cost(core: str, name: str, distance: int) -> float:
        if len(core) == len(name):
            differing = [(a, b) for a, b in zip(core, name, strict=True) if a != b]
            if len(differing) == distance:
                return sum(_LOOKALIKE_COST if look_alike(a, b) else 1.0 for a, b in differing)
        return float(distance)
