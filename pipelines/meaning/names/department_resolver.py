"""From a printed name to the office it stands for, in the context of its document.

The order of attempts, each more daring than the one before: a decision of a person; the name as the registry
has it, after its place; a place in the middle (市公安局西湖分局); sub-units, joint offices and companies by their
parts; a slip of the pen. What none of them settles is kept for review.

Splitting is in `name_parsing`, looking up in `name_index`, slips in `misprints`, tables as wholes in `table_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.meaning.judgement import Judgement
from pipelines.meaning.names import name_confidence as confidence
from pipelines.meaning.names.decided_names import DecidedNames
from pipelines.meaning.names.misprints import Proposal, SlipFinder
from pipelines.meaning.names.name_folding import FoldedName, fold_name, key
from pipelines.meaning.names.name_index import Entry, Lexicon, load_lexicon
from pipelines.meaning.names.name_match import Kind, NameMatch, Status
from pipelines.meaning.names.name_parsing import (
    Parse,
    Splitter,
    looks_like_a_place,
    parts,
    unlisted_place_before,
)
from pipelines.meaning.names.table_names import apart, consistent, listed_city
from pipelines.meaning.regions import Level, Region, Regions

_REGION_LAST = frozenset("省市县区旗州盟镇乡道园场城处办岛山府")
_SHORT_PLACE = 7  # up to so many characters a name may be that of a place without the word for its kind
_LEAST_STEM = 4  # characters of a function's name without a word for the office that are no mere topic
_MAX_CACHE = 200_000  # answers kept, so that a run over many documents stays within its memory


_COMMITTEE = re.compile(r"(?<=村)(?:村民委员会|民委员会|委会)$|(?<=社区)居(?:民委员|委)会$")


def _own_name(core: str) -> str:
    """The name that tells one of several in a place: 石门桥村 of 石门桥村委会."""
    return _COMMITTEE.sub("", core)


@dataclass(frozen=True, slots=True)
class _Query:
    """A name being resolved. `refused` are the functions that a person said it is not."""

    name: str
    folded: FoldedName
    context: Region | None
    refused: frozenset[str]

    @property
    def text(self) -> str:
        return self.folded.text


class NameResolver:
    """Resolves names. Make one with `NameResolver.load()`.

    Answers depend on nothing but the name, its context and the decisions; they are cached, so one resolver may
    serve a whole run. Not meant to be shared between threads.
    """

    def __init__(self, lexicon: Lexicon, regions: Regions, decided: DecidedNames) -> None:
        self.lexicon = lexicon
        self.regions = regions
        self.decided = decided
        self._splitter = Splitter(lexicon, regions)
        self._slips = SlipFinder(lexicon)
        self._totals = frozenset(fold_name(word).text for word in lexicon.registry.words.totals)
        self._cache: dict[tuple[str, str | None], NameMatch] = {}

    @staticmethod
    def load(judgements: Iterable[Judgement] = ()) -> NameResolver:
        """The resolver over the shipped registry, with the judgements of people."""
        return NameResolver(load_lexicon(), Regions.load(), DecidedNames.of(judgements))

    # --- public

    def resolve(self, name: str, context: Region | str | None = None) -> NameMatch:
        """What `name` stands for in a document of the place `context`.

        `context` is a `Region`, or text such as 河南省南阳市. Never raises for odd input: what can't be told has
        the status rejected.
        """
        place = self.regions.context(context)
        cache_key = (name, place.code if place else None)
        found = self._cache.get(cache_key)
        if found is None:
            if len(self._cache) >= _MAX_CACHE:
                self._cache.clear()
            found = self._cache[cache_key] = self._resolve(name, place)
        return found

    def resolve_table(self, names: Sequence[str], context: Region | str | None = None) -> list[NameMatch]:
        """The names of one table's rows, in order.

        Two different names are not one office, and a list of the districts of a city is read as the city's: see
        `table_names`.
        """
        place = self.regions.context(context)
        matches = [self.resolve(name, place) for name in names]
        city = listed_city(matches, place, self.regions)
        if city is not None:
            matches = [m if m.kind is Kind.DEPARTMENT else self.resolve(m.name, city) for m in matches]
        return consistent(apart(matches, self.lexicon.registry))

    def forget(self) -> None:
        """Drop cached answers (to measure)."""
        self._cache.clear()

    # --- steps

    def _resolve(self, name: str, context: Region | None) -> NameMatch:
        folded = fold_name(name)
        text = folded.text
        if not text:
            return self._no_office(name, "none", None)
        if text in self._totals:
            return self._no_office(name, "total", context)
        refused: frozenset[str] = frozenset()
        if self.decided:
            decided = self._decided(name, text, context)
            if decided is not None:
                return decided
            refused = self._refused(text, context)
        query = _Query(name, folded, context, refused)
        parses: list[Parse] = []
        for parse in self._splitter.prefixed(text, context):
            entry = self.lexicon.find(parse.core) if not parse.is_new_place else None
            if entry is not None and entry.function_id not in refused:
                return self._answer(query, parse, entry)
            parses.append(parse)
        found = self._place(query)
        if found is not None:
            return found
        middles = self._splitter.with_middle(text, parses)
        listed = [parse for parse in middles if not parse.is_new_place]
        new = [parse for parse in (*parses, *middles) if parse.is_new_place]
        for parse in (*listed, *new):
            entry = self.lexicon.find(parse.core) or self.lexicon.branch(parse.core)
            if entry is not None and not parse.subunit and entry.function_id not in refused:
                return self._answer(query, parse, entry)
        parses += middles
        return (
            self._several(query)
            or self._misprinted_place(query)
            or self._by_parts(query, parses)
            or self._bare_stem(query, parses)
            or self._unlisted_label(query)
            or self._from_notes(query)
            or self._no_office(name, "none", context, "no office is near")
        )

    def _by_parts(self, query: _Query, parses: Sequence[Parse]) -> NameMatch | None:
        """Sub-units, joint offices, companies, unlisted places, slips: the best of them."""
        best: tuple[Parse, Entry] | None = None
        for parse in parses:
            entry = self.lexicon.analyse(parse.core)
            if entry is None or entry.function_id in query.refused:
                continue
            if best is None or entry.score > best[1].score:
                best = parse, entry
        certain = best is not None and not best[1].doubtful
        if best is not None and certain and not self._is_guess(*best):
            return self._answer(query, *best)
        unlisted = self._unlisted_place(query) if not certain else None
        if unlisted is not None:
            return unlisted
        named = self._one_of_several(query, parses)  # 第二中学 is no slip of 第一中学
        if named is not None:
            return named
        slip = self._slip(query, parses)
        if slip is not None and (best is None or slip.status is Status.ACCEPTED):
            return slip
        return self._answer(query, *best) if best is not None else None

    def _one_of_several(self, query: _Query, parses: Sequence[Parse]) -> NameMatch | None:
        """A school, hospital, village …, behind the longest place that is said in full."""
        said = [parse for parse in parses if parse.place in ("full_name", "level_word", "township", "zone")]
        for parse in (*sorted(said, key=lambda parse: -parse.end), parses[0]):
            entry = self.lexicon.one_of_several(parse.core)
            if entry is not None and entry.function_id not in query.refused:
                return self._answer(query, parse, entry)
        return None

    def _is_guess(self, parse: Parse, entry: Entry) -> bool:
        """Whether only a part of the name tells the function: a slip of a known name goes before that."""
        unknown_unit = entry.function_id not in self.lexicon.registry.functions
        return entry.method == "enterprise" or unknown_unit or bool(parse.subunit)

    def _place(self, query: _Query) -> NameMatch | None:
        text = query.text
        if text[-1] not in _REGION_LAST and len(text) > _SHORT_PLACE:
            return None
        found = self.regions.resolve(text, query.context)
        if found is None:
            return None
        return NameMatch(
            name=query.name,
            kind=Kind.REGION,
            status=Status.ACCEPTED,
            method="region",
            score=found.score,
            region_code=found.region.code,
            evidence=found.evidence,
        )

    def _several(self, query: _Query) -> NameMatch | None:
        """Two offices in one cell (财政局、审计局): one row can't be both, so a person is asked."""
        entries: list[tuple[Parse, Entry]] = []
        for part in parts(query.text):
            for parse in self._splitter.prefixed(part, query.context):
                entry = self.lexicon.find(parse.core)
                if entry is not None:
                    entries.append((parse, entry))
                    break
            else:
                return None
        if not entries:
            return None
        parse, first = entries[0]
        several = Entry(
            function_id=first.function_id,
            method="several",
            score=confidence.SEVERAL_IN_ONE,
            doubtful=True,
            note="several offices in one name: " + ", ".join(entry.function_id for _, entry in entries),
            other_id=entries[1][1].function_id,
        )
        return self._answer(query, parse, several)

    def _misprinted_place(self, query: _Query) -> NameMatch | None:
        """A slip in the name of the document's own place."""
        own = self._splitter.misprinted_context(query.text, query.context)
        if own is None or query.context is None:
            return None
        end, certain = own
        entry = self.lexicon.analyse(key(query.text[end:]))
        if entry is None or entry.function_id in query.refused:
            return None
        slip = Entry(
            function_id=entry.function_id,
            method="slip",
            score=confidence.MISPRINTED_PLACE,
            doubtful=entry.doubtful or not certain,
            subunit=entry.subunit,
            note=f"{query.text[:end]} read as {query.context.name}",
        )
        return self._answer(query, Parse(query.context, "context", "", end), slip)

    def _unlisted_place(self, query: _Query) -> NameMatch | None:
        """A place that GB/T 2260 lacks, before a name that the registry has."""
        place = unlisted_place_before(query.text)
        entry = self.lexicon.find(key(query.text[len(place) :])) if place else None
        if entry is None or entry.function_id in query.refused:
            return None
        unknown = Entry(
            function_id=entry.function_id,
            method=entry.method,
            score=min(entry.score, confidence.IN_UNLISTED_PLACE),
            doubtful=True,
            subunit=entry.subunit,
            note=f"{place} is in no list of places",
        )
        return self._answer(query, Parse(None, "unlisted", "", len(place)), unknown)

    def _unlisted_label(self, query: _Query) -> NameMatch | None:
        if not looks_like_a_place(query.text):
            return None
        return NameMatch(
            name=query.name,
            kind=Kind.REGION,
            status=Status.REVIEW,
            method="region",
            score=confidence.UNLISTED_PLACE,
            evidence=f"{query.text} is in no list of places",
        )

    def _slip(self, query: _Query, parses: Sequence[Parse]) -> NameMatch | None:
        best: tuple[tuple[bool, float], Parse, Proposal] | None = None
        for core in dict.fromkeys(parse.core for parse in parses if len(parse.core) >= 2):
            proposal = self._slips.propose(core) if self.lexicon.find(core) is None else None
            if proposal is None or proposal.entry.function_id in query.refused:
                continue
            if not proposal.accepted and proposal.score < confidence.LEAST_OF_SLIP:
                continue
            rank = (proposal.accepted, proposal.score)
            if best is None or rank > best[0]:
                best = rank, next(parse for parse in parses if parse.core == core), proposal
        if best is None:
            return None
        _, parse, proposal = best
        entry = Entry(
            function_id=proposal.entry.function_id,
            method="slip",
            score=min(proposal.score, confidence.MOST_OF_SLIP),
            doubtful=not proposal.accepted,
            note=proposal.evidence,
        )
        runner = proposal.runner_up.function_id if proposal.runner_up else None
        answer = self._answer(query, parse, entry)
        return replace(answer, runner_up=runner, runner_up_score=proposal.runner_up_score)

    def _bare_stem(self, query: _Query, parses: Sequence[Parse]) -> NameMatch | None:
        """自然资源和规划: the word for the function without the word for the office. A short one may be a topic."""
        for parse in parses:
            functions = self.lexicon.stem_sequence(parse.core) if len(parse.core) >= 2 else None
            if functions and functions[0] not in query.refused:
                stem = Entry(
                    function_id=functions[0],
                    method="stem",
                    score=confidence.BARE_STEM,
                    doubtful=len(parse.core) < _LEAST_STEM,
                    note="no word for the office",
                )
                return self._answer(query, parse, stem)
        return None

    def _from_notes(self, query: _Query) -> NameMatch | None:
        for note in query.folded.notes:
            inner = self._resolve(note, query.context)
            if inner.function_id is not None and inner.status is Status.ACCEPTED:
                evidence = f"only the note in brackets is known: {note}"
                score = confidence.ONLY_IN_BRACKETS
                return replace(inner, name=query.name, score=score, status=Status.REVIEW, evidence=evidence)
        return None

    # --- decisions

    def _decided(self, name: str, text: str, context: Region | None) -> NameMatch | None:
        """The answer that a person gave for the name, as printed or without its place."""
        code = context.code if context else None
        parses = list(self._splitter.prefixed(text, context))
        for parse in parses:
            judgement = self.decided.chosen(parse.core, code)
            if judgement is not None:
                region = self._place_of_decided(parse, parses, context)
                return self._decided_match(name, judgement, region)
        return None

    def _place_of_decided(
        self, decided: Parse, parses: Sequence[Parse], context: Region | None
    ) -> Region | None:
        if decided.place != "context":
            return decided.region or context
        # decided with its place before it, as printed: the place is still read from the name
        known = [p for p in parses if self.lexicon.find(p.core) or p.place not in ("context", "level_word")]
        return (known[0].region if known else None) or context

    def _decided_match(self, name: str, judgement: Judgement, region: Region | None) -> NameMatch:
        function_id = judgement.answer or ""
        function = self.lexicon.registry.functions.get(function_id)
        return NameMatch(
            name=name,
            kind=self._kind(function_id),
            function_id=function_id,
            function_name=function.name if function else judgement.answer_name,
            department_id=f"{region.code}:{function_id}" if region else None,
            region_code=region.code if region else None,
            score=confidence.CERTAIN,
            method="decision",
            status=Status.ACCEPTED,
            evidence=f"decided by {judgement.who} on {judgement.day}: {judgement.why}",
        )

    def _refused(self, text: str, context: Region | None) -> frozenset[str]:
        code = context.code if context else None
        cores = {parse.core for parse in self._splitter.prefixed(text, context)}
        return frozenset().union(*(self.decided.refused(core, code) for core in cores))

    # --- answers

    @staticmethod
    def _no_office(name: str, method: str, context: Region | None, evidence: str = "") -> NameMatch:
        return NameMatch(
            name=name,
            kind=Kind.OTHER,
            status=Status.REJECTED,
            method=method,
            score=0.0,
            region_code=context.code if context else None,
            evidence=evidence,
        )

    def _kind(self, function_id: str) -> Kind:
        function = self.lexicon.registry.functions.get(function_id)
        if function is not None and function.category in ("enterprise", "service"):
            return Kind.SERVICE_UNIT
        return Kind.DEPARTMENT

    def _function_name(self, function_id: str) -> str:
        functions = self.lexicon.registry.functions
        if function_id in functions:
            return functions[function_id].name
        parent, _, suffix = function_id.rpartition("_")
        return functions[parent].name + ("综合执法" if suffix == "enforcement" else "下属单位")

    def _answer(self, query: _Query, parse: Parse, entry: Entry) -> NameMatch:
        """The match for a split whose rest the lexicon knows; what is odd about it sends it to review."""
        region, context = parse.region, query.context
        score, doubtful = entry.score, entry.doubtful
        notes = [entry.note] if entry.note else []
        if parse.place not in ("context", "level_word", "full_name"):
            notes.append(f"place read as {region.name if region else '?'} ({parse.place})")
        if region is None and (context is not None or parse.place != "context"):
            score, doubtful = min(score, confidence.WITHOUT_PLACE), True
            notes.append("the place is not known or not said")
        if entry.city_only and (region is None or region.level not in (Level.CITY, Level.PROVINCE)):
            score, doubtful = min(score, confidence.BELOW_PREFECTURE), True
            notes.append("below the prefecture the name may stand for another office")
        if region is not None and context is not None and region.code[:2] != context.code[:2]:
            score, doubtful = min(score, confidence.IN_OTHER_PROVINCE), True
            notes.append(f"{region.name} is not in the document's province")
        if query.folded.notes:
            notes.append("in brackets: " + ", ".join(query.folded.notes))
        subunit = entry.subunit or parse.subunit
        function = self.lexicon.registry.functions.get(entry.function_id)
        if function is not None and function.several and not subunit:
            subunit = _own_name(parse.core or key(query.text))
        department = f"{region.code}:{entry.function_id}" if region is not None else None
        if department and subunit:
            department += "/" + subunit
        return NameMatch(
            name=query.name,
            kind=self._kind(entry.function_id),
            status=Status.REVIEW if doubtful else Status.ACCEPTED,
            method="subunit" if parse.subunit else entry.method,
            score=score,
            function_id=entry.function_id,
            function_name=self._function_name(entry.function_id),
            department_id=department,
            region_code=region.code if region is not None else None,
            runner_up=entry.other_id,
            runner_up_score=score if entry.other_id else None,
            evidence="; ".join(notes),
        )
