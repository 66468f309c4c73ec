"""Splitting a folded name into its place and the rest: every way that may be meant, the likeliest first.

Only splits; which office the rest stands for is looked up in `name_index`, and only as far as is needed to tell a
split that makes sense from one that doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.meaning.names.misprints import look_alike
from pipelines.meaning.names.name_folding import fold_name, key
from pipelines.meaning.names.name_index import Lexicon
from pipelines.meaning.regions import Region, Regions
from pipelines.meaning.regions.gazetteer import PlaceReading

_SEPARATORS = re.compile("[、，,/／;；+和与及暨]")
_NAME_ENDS = frozenset("局委办院会部队处社联协行司团所站室心")
_MOST_PARTS = 6
_ORGAN_ENDS = frozenset("局委会办院厅心社部队处")
_LEVEL_WORDS = frozenset("省市县区旗州盟镇乡")
_UNLISTED_BEFORE = re.compile(r"(.{1,5}?[省市县区旗州盟])(?=.{2})")
_UNLISTED_PLACE = re.compile("[^局委办院会部处队所站司厅社科室单各全本]{1,6}[县区市旗州盟镇乡]")
_LONG_PLACE = 5  # characters of a place's name from which one arbitrary slip leaves no doubt


@dataclass(frozen=True, slots=True)
class Parse:
    """One way to split a name: its place and the rest.

    `place` says how the place was read (context, level_word, full_name, short_name, zone, branch, …), `core` is
    the rest as it is compared (see `key`), `end` the end of what stands before the rest, `subunit` a branch in no
    place of its own.
    """

    region: Region | None
    place: str
    core: str
    end: int
    subunit: str = ""

    @property
    def is_new_place(self) -> bool:
        """Whether the place is a zone that no list has, which is believed only if nothing else fits."""
        return self.place.endswith("new_zone")


class Splitter:
    """Splits names. Holds nothing but the two indexes."""

    def __init__(self, lexicon: Lexicon, regions: Regions) -> None:
        self._lexicon = lexicon
        self._regions = regions
        words = lexicon.registry.words
        self._leads = frozenset(key(fold_name(word).text) for word in words.leads)
        branches = sorted({key(fold_name(word).text) for word in words.branches}, key=lambda w: (-len(w), w))
        self._branch = re.compile("(.{1,6}?)(" + "|".join(branches) + ")$")

    def prefixed(self, text: str, context: Region | None) -> Iterator[Parse]:
        """The name whole, then without each place it may begin with, the longest place first."""
        yield Parse(context, "context", key(text), 0)
        for reading in self._regions.read(text, 0, context):
            if reading.end < len(text):
                yield Parse(reading.region, reading.method, key(text[reading.end :]), reading.end)
        for reading in self._regions.townships(text, context):
            yield Parse(reading.region, reading.method, key(text[reading.end :]), reading.end)

    def with_middle(self, text: str, parses: Sequence[Parse]) -> list[Parse]:
        """Splits of a name with a place inside: 国家税务总局|华容县|税务局, 市公安局|西湖|分局, 团|县|委."""
        found: list[Parse] = []
        for parse in parses:
            self._middles("", text[parse.end :], parse, parses[0].region, found, depth=2)
        return found

    def _middles(
        self, before: str, rest: str, parse: Parse, home: Region | None, found: list[Parse], depth: int
    ) -> None:
        around = parse.region
        for cut in range(1, len(rest) - 1):
            left = before + key(rest[:cut])
            if left not in self._leads and (cut < 2 or self._lexicon.find(left) is None):
                continue
            for reading in self._inner_places(rest, cut, parse.region, parse.place, home):
                if reading.end >= len(rest):
                    continue
                place, right = "middle_" + reading.method, rest[reading.end :]
                inner = Parse(reading.region, place, left + key(right), reading.end)
                found.append(inner)
                if reading.method in ("level_word", "ambiguous"):
                    continue
                if self._repeats(left, key(right)):
                    found.append(Parse(reading.region, place, key(right), reading.end))
                if depth > 1 and len(right) > 4:
                    self._middles(left, right, inner, home, found, depth - 1)
            found += self._local_branch(rest, cut, left, around)

    def _inner_places(
        self, rest: str, cut: int, around: Region | None, place: str, home: Region | None
    ) -> Iterator[PlaceReading]:
        """Places at `cut`: first those below the place that the name begins with (承德市公安局|承德|分局 is
        承德县's), the document's own before others; then any."""
        near = home if home is not None and around is not None and around.contains(home) else around
        if around is not None and place != "context":
            yield from self._regions.read(rest, cut, near, within=around)
        yield from self._regions.read(rest, cut, near)

    def _repeats(self, left: str, right: str) -> bool:
        """Whether the name after the place is that of the same function as the one before, or of its sub-unit."""
        own, parent = self._lexicon.find(right), self._lexicon.find(left)
        if own is None or parent is None:
            return own is not None and left in self._leads
        part_of = self._lexicon.registry.functions[own.function_id].part_of
        return own.function_id == parent.function_id or parent.function_id in part_of

    def _local_branch(self, rest: str, cut: int, left: str, around: Region | None) -> Iterator[Parse]:
        """公安局|高新|分局: a zone's branch; 公安局|城关|分局: a branch in no place of its own."""
        if around is None or left[-1:] not in _ORGAN_ENDS or self._lexicon.find(left) is None:
            return
        match = self._branch.match(rest, cut)
        if match is None:
            return
        middle = match.group(1)
        if any(self._lexicon.find(key(middle[:end])) for end in range(2, len(middle) + 1)):
            return  # another office's name, not a place
        zone = self._regions.branch(middle, around)
        if zone is not None:
            yield Parse(zone, "branch", left, len(rest))
        elif len(middle) >= 2 and not any(word in middle for word in "局委办中心公司第"):
            yield Parse(around, "context", left, len(rest), subunit=match.group(0))

    def misprinted_context(self, text: str, context: Region | None) -> tuple[int, bool] | None:
        """Whether `text` begins with the context's name with one wrong character.

        Returns where it ends, and whether the slip is certain (print explains it, or the name is long).
        """
        if context is None:
            return None
        forms = {context.name, self._regions.full_name(context)}
        parent = self._regions.parent(context)
        if parent is not None:
            forms |= {parent.name + context.name, parent.name}
        for form in sorted(map(key, forms), key=lambda f: (-len(f), f)):
            if len(form) < 3 or len(text) < len(form) + 2:
                continue
            differing = [(a, b) for a, b in zip(text, form, strict=False) if a != b]
            if len(differing) == 1:
                return len(form), len(form) >= _LONG_PLACE or look_alike(*differing[0])
        return None


def parts(text: str) -> list[str]:
    """The names in a cell with several (财政局、审计局); empty if it is one name."""
    found = [part for part in _SEPARATORS.split(text) if part]
    if not 2 <= len(found) <= _MOST_PARTS or any(part[-1] not in _NAME_ENDS for part in found):
        return []
    return found


def unlisted_place_before(text: str) -> str:
    """What looks like a place before the name (东水县 in 东水县水利局); empty if nothing does."""
    match = _UNLISTED_BEFORE.match(text)
    return match.group(1) if match else ""


def looks_like_a_place(text: str) -> bool:
    """Whether the whole name has the form of a place's."""
    return _UNLISTED_PLACE.fullmatch(text) is not None and not set(text) <= _LEVEL_WORDS
