"""The index over the registry: which function a name without its place stands for.

Names are built here (stem and organ word), joint offices are taken apart into the functions they join, and
sub-units are told from their parents. Places and slips of the pen are other modules' matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipelines.meaning.names import name_confidence as confidence
from pipelines.meaning.names.name_folding import compared
from pipelines.meaning.names.registry import Function, Registry, load_registry


class RegistryError(ValueError):
    """Two functions claim one name; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a name stands for. `doubtful`: the name alone doesn't settle it; `other_id`: what else it may be."""

    function_id: str
    method: str  # official, short, name, former, stem, merged, joint, subunit, enterprise, doubtful
    score: float
    doubtful: bool = False
    subunit: str = ""
    note: str = ""
    city_only: bool = False  # settled only for the office of a prefecture or province
    other_id: str | None = None


_NUMBERED = re.compile("(第?[一二三四五六七八九十0-9]{1,3}|直属)(分局|分中心|支局|管理部|派出所|大队|支队)")
_ORGAN_ENDS = frozenset("局委会办院厅心社部队")
_LONGEST_OWN_NAME = 14
_NO_OWN_NAME = re.compile(
    r"(?:全|各|本|其他|其它|所有|有关|相关|部分|[0-9]+)[市县区镇乡个]?|"
    r"(?:高等|中等|中小|民办|公办|普通|职业|城市|农村|城镇|城乡|基层|乡镇|街道|社会|公立|私立)$"
)


_folded = cache(compared)


def _part_of(function_id: str, score: float, *, subunit: str = "", doubtful: bool = False) -> Entry:
    return Entry(function_id=function_id, method="subunit", score=score, subunit=subunit, doubtful=doubtful)


class Lexicon:
    """Every name that the registry gives, folded, with what it stands for."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.entries: dict[str, Entry] = {}
        self._stems: dict[str, str] = {}  # words of a joint office's long name → function
        self._keywords: list[tuple[str, str]] = []
        self._endings = sorted(
            ((_folded(ending), f.id) for f in registry.functions.values() for ending in f.endings),
            key=lambda pair: -len(pair[0]),
        )
        self._ending_characters = frozenset(ending[-1] for ending, _ in self._endings)
        self._chars = {_folded(char): f.id for f in registry.functions.values() for char in f.chars}
        for function in registry.functions.values():
            self._add_verbatim(function)
        for function in registry.functions.values():
            self._add_generated(function)
        self._keywords.sort(key=lambda pair: -len(pair[0]))
        self._longest_stem = max(map(len, self._stems))
        words = registry.words
        self._openings = tuple(sorted(map(_folded, words.openings), key=len, reverse=True))
        self._opening_characters = frozenset(opening[0] for opening in self._openings)
        self._branches = frozenset(map(_folded, words.branches))
        self._branch_lengths = sorted({len(word) for word in self._branches}, reverse=True)
        self._unit_ends = tuple(map(_folded, words.units))
        self._enforcement = tuple(map(_folded, words.enforcement))
        self._windows = tuple(map(_folded, words.windows))
        self._companies = tuple(map(_folded, words.companies))
        self._joint_organs = tuple(map(_folded, words.joint_organs))
        self._plain_organs = frozenset(map(_folded, words.plain_organs))

    # --- building

    def _put(self, name: str, entry: Entry, verbatim: bool) -> None:
        """Add a name. A generated one (`verbatim` False) gives way to another function's written-out name."""
        folded = _folded(name) if verbatim else name
        old = self.entries.get(folded)
        if old is None:
            self.entries[folded] = entry
        elif old.function_id != entry.function_id and (verbatim or old.method in ("stem", "merged")):
            raise RegistryError(
                f"{name}: claimed by {old.function_id} ({old.method}) and {entry.function_id}"
            )

    def _add_verbatim(self, function: Function) -> None:
        for method, names in (
            ("official", function.official),
            ("short", function.short),
            ("name", function.names),
        ):
            entry = Entry(function_id=function.id, method=method, score=confidence.NAMED[method])
            for name in names:
                self._put(name, entry, True)
        for former in function.former:
            note = f"until {former.until} ({former.reform})"
            entry = Entry(
                function_id=function.id, method="former", score=confidence.NAMED["former"], note=note
            )
            for name in former.names:
                self._put(name, entry, True)
        of_city = Entry(
            function_id=function.id, method="name", score=confidence.NAMED["name"], city_only=True
        )
        for name in function.city_names:
            self._put(name, of_city, True)
        doubtful = Entry(
            function_id=function.id, method="doubtful", score=confidence.ONE_OF_TWO, doubtful=True
        )
        for name in function.doubtful:
            self._put(name, doubtful, True)

    def _add_generated(self, function: Function) -> None:
        own = tuple(map(_folded, self.registry.organs_of(function)))
        joint = tuple(dict.fromkeys(("局", "委员会", "委", "办", *own)))
        for method, stems, organs in (("stem", function.stems, own), ("merged", function.merged, joint)):
            entry = Entry(function_id=function.id, method=method, score=confidence.NAMED[method])
            for stem in map(_folded, stems):
                for organ in organs:
                    if organ or len(stem) >= 2:
                        self._put(stem + organ, entry, False)
        for stem in function.stems:
            folded = _folded(stem)
            if len(folded) >= 2 and function.category not in ("enterprise", "service"):
                self._stems.setdefault(folded, function.id)
        self._keywords += [(_folded(word), function.id) for word in function.keywords]

    # --- looking up

    def find(self, core: str) -> Entry | None:
        """What the folded, place-less name `core` (see `key`) stands for; None if the registry doesn't know it."""
        entry = self.entries.get(core)
        if entry is not None:
            return entry
        if core[:1] not in self._opening_characters:
            return None
        for opening in self._openings:
            if core.startswith(opening):
                entry = self.entries.get(core[len(opening) :])
                if entry is not None:
                    return entry
        return None

    def analyse(self, core: str) -> Entry | None:
        """As `find`, and beyond it: branches, sub-units, joint offices, enterprises by their key word."""
        entry = self.find(core)
        if entry is not None:
            return entry
        return self.branch(core) or self._subunit(core) or self._joint(core) or self._enterprise(core)

    def one_of_several(self, core: str) -> Entry | None:
        """A school, hospital, village … with a name of its own, by the word that it ends with."""
        if core[-1:] not in self._ending_characters or len(core) > _LONGEST_OWN_NAME:
            return None
        for ending, function in self._endings:
            own = core.removesuffix(ending)
            if own != core and len(own) >= 2 and not _NO_OWN_NAME.match(own):
                return Entry(function_id=function, method="kind", score=confidence.BY_ITS_KIND)
        return None

    def branch(self, core: str) -> Entry | None:
        """X局分局, X中心管理部: the office X itself, in the branch's place. X局分局Y: the branch's sub-unit Y."""
        inner = core.find("局分局")
        if inner > 0 and len(core) > inner + 4:
            shorter = core[: inner + 1] + core[inner + 3 :]
            return self.find(shorter) or self._subunit(shorter)
        for length in self._branch_lengths:
            if core[-length:] in self._branches and len(core) > length + 1:
                entry = self.find(core[:-length])
                if entry is not None:
                    return entry
        return None

    def _subunit(self, core: str) -> Entry | None:
        """公安局交警大队 is the traffic police, 教育局招生科 a section of the office of education."""
        for window in self._windows:
            base = core.removesuffix(window)
            if base != core and len(base) >= 2:
                stems = self.stem_sequence(base)
                whole = self.find(base)
                function = whole.function_id if whole else stems[0] if stems else None
                if function is not None:
                    return _part_of(function, confidence.OF_WINDOW, subunit=window)
        for split in range(len(core) - 2, 1, -1):
            parent = self.find(core[:split])
            if parent is None or parent.doubtful:
                continue
            rest = core[split:]
            own = self.find(rest)
            if own is not None and own.function_id != parent.function_id:
                known = parent.function_id in self.registry.functions[own.function_id].part_of
                if known:
                    return _part_of(own.function_id, confidence.KNOWN_SUBUNIT, doubtful=own.doubtful)
                return Entry(
                    function_id=own.function_id,
                    method="subunit",
                    score=confidence.TWO_OFFICES,
                    doubtful=True,
                    note=f"two offices in one name: {core[:split]}, {rest}",
                    other_id=parent.function_id,
                )
            if not rest.endswith(self._unit_ends) or core[split - 1] not in _ORGAN_ENDS:
                continue
            if _NUMBERED.fullmatch(rest) or rest.endswith(("窗口", "大厅")):
                return _part_of(parent.function_id, confidence.NUMBERED_BRANCH, subunit=rest)
            for word in self._enforcement:
                if rest.startswith(word):
                    return _part_of(parent.function_id + "_enforcement", confidence.ENFORCEMENT, subunit=rest)
            return _part_of(
                parent.function_id + "_unit", confidence.UNNAMED_UNIT, subunit=rest, doubtful=True
            )
        return None

    def stem_sequence(self, text: str) -> list[str] | None:
        """The functions that `text` names one after another (文化|旅游|体育), or None if anything is left over."""
        functions: list[str] = []
        start = 0
        while start < len(text):
            for end in range(min(len(text), start + self._longest_stem), start + 1, -1):
                function = self._stems.get(text[start:end])
                if function is not None:
                    functions.append(function)
                    start = end
                    break
            else:
                return None
        return functions

    def _joint(self, core: str) -> Entry | None:
        """A joint office (合署), led by the function named first; or a stem with an organ word not listed for it."""
        for organ in self._joint_organs:
            if not core.endswith(organ):
                continue
            stems = core[: -len(organ)]
            if len(stems) < 4 and organ not in self._plain_organs:
                continue
            functions = self.stem_sequence(stems) if len(stems) >= 2 else None
            if functions:
                joined = ", ".join(dict.fromkeys(functions))
                single = len(set(functions)) == 1
                score = confidence.JOINS_ONE if single else confidence.JOINS_SEVERAL
                return Entry(function_id=functions[0], method="joint", score=score, note=f"joins {joined}")
            if organ in ("局", "委", "委员会"):
                return self._abbreviated(stems)
        return None

    def _abbreviated(self, stems: str) -> Entry | None:
        """教科文体旅游局: a joint office by single characters. Two of them alone are too little to be sure."""
        if any(a == b for a, b in pairwise(stems)):
            return None  # a character set twice, not two offices
        functions = self._pieces(stems) or []
        if len(functions) < 2:
            return None
        two = len(functions) == 2
        return Entry(
            function_id=functions[0],
            method="joint",
            score=confidence.ABBREVIATED_TWO if two else confidence.ABBREVIATED_MANY,
            doubtful=two,
            note="joins " + ", ".join(dict.fromkeys(functions)),
        )

    def _pieces(self, text: str) -> list[str] | None:
        """`text` cut into stems and abbreviations, the longer piece first; None if it can't be."""
        if not text:
            return []
        for end in range(min(len(text), self._longest_stem), 0, -1):
            piece = text[:end]
            function = self._stems.get(piece) or self._chars.get(piece)
            if function is not None:
                rest = self._pieces(text[end:])
                if rest is not None:
                    return [function, *rest]
        return None

    def _enterprise(self, core: str) -> Entry | None:
        """A company whose brand the registry doesn't list: by the word for its trade."""
        if not core.endswith(self._companies):
            return None
        best: tuple[int, str, str] | None = None  # the word that ends last, the longest of them
        for word, function in self._keywords:
            position = core.rfind(word)
            if position >= 0 and (best is None or position + len(word) > best[0] + len(best[2])):
                best = (position, function, word)
        if best is not None:
            elsewhere = any(level in core[: best[0]] for level in "省市县区旗州盟")
            return Entry(
                function_id=best[1],
                method="enterprise",
                score=confidence.TRADE_ELSEWHERE if elsewhere else confidence.KNOWN_TRADE,
                doubtful=elsewhere,
                note=f"a company with {best[2]} in its name",
            )
        return Entry(
            function_id="other_company",
            method="enterprise",
            score=confidence.OTHER_COMPANY,
            doubtful=True,
        )


@cache
def load_lexicon() -> Lexicon:
    """The index over the shipped registry (one shared object)."""
    return Lexicon(load_registry())
