"""From a printed name to the office it stands for, in the context of its document.

The order of attempts, each more daring than the one before: a decision of a person; the name as the registry has
it, after its place; a place in the middle (市公安局西湖分局); sub-units, joint offices and companies by their parts;
a slip of the pen. What none of them settles is kept for review. Tables as wholes are `pipelines.names.table`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.names.decisions import Decisions, load_decisions
from pipelines.names.fold import FoldedName, fold_name, key
from pipelines.names.lexicon import BRANCH_WORDS, Entry, Lexicon, load_lexicon
from pipelines.names.match import Kind, NameMatch, Status
from pipelines.names.slips import Proposal, SlipFinder, look_alike
from pipelines.regions import Level, Region, Regions

_TOTALS = frozenset(
    ["合计", "总计", "小计", "共计", "总和", "总数", "平均", "平均值", "平均数", "全部", "汇总", "累计", "均值", "其他", "其它", "总体", "合计数", "总计数", "小计数", "无", "序号", "单位", "部门"]
)
# What may stand before a place in the middle of a name, beside any name of the registry.
_LEADS = frozenset(
    key(word)
    for word in ["国家税务总局", "国家统计局", "国网", "国家电网", "国家电网公司", "国家电网有限公司", "中国人民银行", "人民银行", "中国邮政", "中国邮政集团", "中国邮政集团公司", "中国邮政集团有限公司", "邮政集团", "共青团", "团", "中共", "中国共产党", "中国共产主义青年团", "共产主义青年团", "国家金融监督管理总局", "国家金融监管总局", "金融监管总局", "中国银保监会", "中国银行保险监督管理委员会", "银保监会", "银监会", "中国银监会", "中国电信", "中国移动", "中国联通", "中国铁塔", "市场监管", "市场监督管理", "中国移动通信集团", "中国电信股份有限公司", "中国联合网络通信有限公司", "国家外汇管理局", "外汇管理局", "南方电网", "中国烟草总公司", "公安", "交警", "中国人民政治协商会议", "政协", "中国国际贸易促进委员会", "中华人民共和国", "国家", "驻", "中国人寿", "中国人寿保险股份有限公司", "人保财险", "工商银行", "农业银行", "建设银行", "中国银行", "邮储银行", "中国工商银行", "中国农业银行", "中国建设银行", "农发行", "委", "人民政府", "政府", "国税", "地税", "人大", "国网电力公司", "国网省电力公司", "国家安全", "消防", "消防救援", "城管", "生态环境", "自然资源", "住房公积金", "公积金", "税务", "烟草", "烟草专卖", "气象"]
)
_BRANCH_END = re.compile("(.{1,6}?)(" + "|".join(sorted(BRANCH_WORDS, key=len, reverse=True)) + ")$")
_UNLISTED = re.compile(r"^(.{1,5}?[省市县区旗州盟])(?=.{2})")
_SEPARATORS = re.compile("[、，,/／;；+和与及暨]")
_NAME_ENDS = frozenset("局委办院会部队处社联协行司团所站室心")
_MOST_PARTS = 6
_ORGAN_ENDS = frozenset("局委会办院厅心社部队处")
_UNLISTED_PLACE = re.compile("[^局委办院会部处队所站司厅社科室单各全本]{1,6}[县区市旗州盟镇乡]")
_REGION_LAST = frozenset("省市县区旗州盟镇乡道园场城处办岛山")
_LEAST_LIKENESS = 70.0  # a slip further away than this is not worth a person's time
_LONG_PLACE = 5  # characters of a place's name from which one arbitrary slip leaves no doubt
_MAX_CACHE = 200_000
_UNKNOWN_PLACE = "the place is not known or not said"


@dataclass(frozen=True, slots=True)
class _Parse:
    """One way to split a name: its place and the rest (folded, see `key`)."""

    region: Region | None
    place: str  # how the place was read: context, level_word, full_name, short_name, zone, branch, …
    core: str
    end: int
    subunit: str = ""


class NameResolver:
    """Resolves names. Make one with `NameResolver.load()`; answers depend on nothing but name, context, decisions."""

    def __init__(self, lexicon: Lexicon, regions: Regions, decisions: Decisions) -> None:
        self.lexicon = lexicon
        self.regions = regions
        self.decisions = decisions
        self._slips = SlipFinder(lexicon)
        self._cache: dict[tuple[str, str | None], NameMatch] = {}

    @staticmethod
    def load(decisions: Path | Decisions | None = None) -> NameResolver:
        """The resolver over the shipped registry. `decisions`: the file of decisions or its contents."""
        if isinstance(decisions, Path):
            decisions = load_decisions(decisions)
        return NameResolver(load_lexicon(), Regions.load(), decisions or Decisions())

    # --- public

    def resolve(self, name: str, context: Region | str | None = None) -> NameMatch:
        """What `name` stands for in a document of the place `context` (a `Region`, or text such as 河南省南阳市).

        Never raises for odd input: what can't be told has the status rejected.
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
        """The names of one table's rows, in order: no two different names are one office, and a list of the
        districts of a city is read as the city's (see `table`)."""
        from pipelines.names.table import consistent, listed_city

        place = self.regions.context(context)
        matches = [self.resolve(name, place) for name in names]
        city = listed_city(matches, place, self.regions)
        if city is not None:
            matches = [
                self.resolve(match.name, city) if match.kind is not Kind.DEPARTMENT else match
                for match in matches
            ]
        return consistent(matches)

    def forget(self) -> None:
        """Drop cached answers (after the decisions have changed, or to measure)."""
        self._cache.clear()

    # --- steps

    def _resolve(self, name: str, context: Region | None) -> NameMatch:
        folded = fold_name(name)
        text = folded.text
        if not text:
            return NameMatch(name, Kind.OTHER, None, None, None, None, 0.0, "none", Status.REJECTED)
        if text in _TOTALS:
            code = context.code if context else None
            return NameMatch(name, Kind.OTHER, None, None, None, code, 0.0, "total", Status.REJECTED)
        decided = self._decided(name, text, context)
        if decided is not None:
            return decided
        refused = self.decisions.refused(key(text), context.code if context else None)
        parses: list[_Parse] = []
        for parse in self._prefixed(text, context):
            entry = self.lexicon.find(parse.core)
            if entry is not None and entry.function_id not in refused:
                return self._answer(name, folded, parse, entry, context)
            parses.append(parse)
        label = self._region_label(name, text, context)
        if label is not None:
            return label
        several = self._several(name, text, context)
        if several is not None:
            return several
        middles = self._with_middle(text, parses)
        for parse in middles:
            entry = self.lexicon.find(parse.core) or self.lexicon.branch(parse.core)
            if entry is not None and not parse.subunit and entry.function_id not in refused:
                return self._answer(name, folded, parse, entry, context)
        return self._by_parts(name, folded, context, [*parses, *middles], refused)

    def _by_parts(
        self,
        name: str,
        folded: FoldedName,
        context: Region | None,
        parses: list[_Parse],
        refused: frozenset[str],
    ) -> NameMatch:
        """Sub-units, joint offices, companies, unlisted places, slips: the best of them, or review."""
        own = self._misprinted_place(name, folded, context, refused)
        if own is not None:
            return own
        best: tuple[float, int, _Parse, Entry] | None = None
        for order, parse in enumerate(parses):
            entry = self.lexicon.analyse(parse.core)
            if entry is not None and entry.function_id not in refused:
                rank = (entry.score, -order)
                if best is None or rank > best[:2]:
                    best = (entry.score, -order, parse, entry)
        certain = best is not None and not best[3].doubtful
        if best is not None and certain and not (best[2].subunit or self._is_guess(best[3])):
            return self._answer(name, folded, best[2], best[3], context)
        unlisted = self._unlisted_place(name, folded, context, refused) if not certain else None
        if unlisted is not None:
            return unlisted
        slip = self._slip(name, folded, parses, refused, context)
        if slip is not None and (best is None or slip.status is Status.ACCEPTED):
            return slip
        if best is not None:
            return self._answer(name, folded, best[2], best[3], context)
        bare = self._bare_stem(name, folded, parses, context)
        if bare is not None:
            return bare
        if _UNLISTED_PLACE.fullmatch(folded.text) and not set(folded.text) <= set("省市县区旗州盟镇乡"):
            note = f"{folded.text} is in no list of places"
            return NameMatch(
                name, Kind.REGION, None, None, None, None, 60.0, "region", Status.REVIEW, evidence=note
            )
        noted = self._from_notes(name, folded, context)
        if noted is not None:
            return noted
        region = context.code if context else None
        return NameMatch(
            name,
            Kind.OTHER,
            None,
            None,
            None,
            region,
            0.0,
            "none",
            Status.REJECTED,
            evidence="no office is near",
        )

    def _is_guess(self, entry: Entry) -> bool:
        """Whether the function was inferred from a part of the name only; a slip of a known name goes before."""
        return entry.method == "enterprise" or entry.function_id not in self.lexicon.registry.functions

    def _decided(self, name: str, text: str, context: Region | None) -> NameMatch | None:
        if not self.decisions.items:
            return None
        decision = self.decisions.chosen(key(text), context.code if context else None)
        if decision is None:
            for parse in self._prefixed(text, context):
                decision = self.decisions.chosen(parse.core, None) if parse.core else None
                if decision is not None:
                    break
        if decision is None:
            return None
        function = self.lexicon.registry.functions.get(decision.function)
        parses = list(self._prefixed(text, context))
        region = next((p.region for p in parses if p.core == decision.folded), None)
        if region is None:
            known = [
                p for p in parses if self.lexicon.find(p.core) or p.place not in ("context", "level_word")
            ]
            region = known[0].region if known else context
        if region is None:
            region = context
        evidence = f"decided by {decision.who} on {decision.when.isoformat()}: {decision.why}"
        kind = self._kind(decision.function)
        return NameMatch(
            name,
            kind,
            decision.function,
            function.name if function else decision.function_name,
            f"{region.code}:{decision.function}" if region else None,
            region.code if region else None,
            100.0,
            "decision",
            Status.ACCEPTED,
            evidence=evidence,
        )

    def _prefixed(self, text: str, context: Region | None) -> Iterator[_Parse]:
        """The name whole, then without each place it may begin with, the longest place first."""
        yield _Parse(context, "context", key(text), 0)
        for reading in self.regions.read(text, 0, context):
            if reading.end < len(text):
                yield _Parse(reading.region, reading.method, key(text[reading.end :]), reading.end)

    def _several(self, name: str, text: str, context: Region | None) -> NameMatch | None:
        """Two offices in one cell (财政局、审计局): one row can't be both, so a person is asked."""
        parts = [part for part in _SEPARATORS.split(text) if part]
        if not 2 <= len(parts) <= _MOST_PARTS or any(part[-1] not in _NAME_ENDS for part in parts):
            return None
        entries: list[tuple[_Parse, Entry]] = []
        for part in parts:
            known = next(
                (
                    (p, e)
                    for p in self._prefixed(part, context)
                    if (e := self.lexicon.find(p.core)) is not None
                ),
                None,
            )
            if known is None:
                return None
            entries.append(known)
        parse, first = entries[0]
        note = "several offices in one name: " + ", ".join(entry.function_id for _, entry in entries)
        entry = Entry(first.function_id, "several", 50.0, True, note=note, other_id=entries[1][1].function_id)
        return self._answer(name, FoldedName(text), parse, entry, context)

    def _region_label(self, name: str, text: str, context: Region | None) -> NameMatch | None:
        if not (text[-1] in _REGION_LAST or len(text) <= 7):
            return None
        found = self.regions.resolve(text, context)
        if found is None:
            return None
        return NameMatch(
            name, Kind.REGION, None, None, None, found.region.code, found.score, "region", Status.ACCEPTED,
            evidence=found.evidence,
        )  # fmt: skip

    def _with_middle(self, text: str, parses: Sequence[_Parse]) -> list[_Parse]:
        """Splits of a name with a place inside: 国家税务总局|华容县|税务局, 市公安局|西湖|分局, 团|县|委."""
        found: list[_Parse] = []
        for parse in parses:
            self._middles("", text[parse.end :], parse.region, found, depth=2)
        return found

    def _middles(
        self, before: str, rest: str, around: Region | None, found: list[_Parse], depth: int
    ) -> None:
        for cut in range(1, len(rest) - 1):
            left = before + key(rest[:cut])
            if left not in _LEADS and (cut < 2 or self.lexicon.find(left) is None):
                continue
            for reading in self.regions.read(rest, cut, around):
                if reading.end >= len(rest) or (reading.region is None and reading.method != "level_word"):
                    continue
                right = rest[reading.end :]
                found.append(
                    _Parse(reading.region, "middle_" + reading.method, left + key(right), reading.end)
                )
                if reading.method == "level_word":
                    continue
                if self._repeats(left, key(right)):
                    found.append(_Parse(reading.region, "middle_" + reading.method, key(right), reading.end))
                if depth > 1 and len(right) > 4:
                    self._middles(left, right, reading.region, found, depth - 1)
            found += self._local_branch(rest, cut, left, around)

    def _repeats(self, left: str, right: str) -> bool:
        """Whether the name after the place is that of the same function, or of a sub-unit, as the one before."""
        own, parent = self.lexicon.find(right), self.lexicon.find(left)
        if own is None or parent is None:
            return own is not None and left in _LEADS
        part_of = self.lexicon.registry.functions[own.function_id].part_of
        return own.function_id == parent.function_id or parent.function_id in part_of

    def _local_branch(self, rest: str, cut: int, left: str, around: Region | None) -> Iterator[_Parse]:
        """公安局|高新|分局: a zone's branch; 公安局|城关|分局: a branch in no place of its own."""
        if around is None or left[-1:] not in _ORGAN_ENDS or self.lexicon.find(left) is None:
            return
        match = _BRANCH_END.match(rest, cut)
        if match is None:
            return
        middle = match.group(1)
        if any(self.lexicon.find(key(middle[:end])) for end in range(2, len(middle) + 1)):
            return  # another office's name, not a place
        zone = self.regions.branch(middle, around)
        if zone is not None:
            yield _Parse(zone, "branch", left, len(rest))
        elif len(middle) >= 2 and not any(word in middle for word in "局委办中心公司第"):
            yield _Parse(around, "context", left, len(rest), subunit=match.group(0))

    # --- answers

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

    def _answer(
        self, name: str, folded: FoldedName, parse: _Parse, entry: Entry, context: Region | None
    ) -> NameMatch:
        """The match for a parse whose core the lexicon knows."""
        region = parse.region
        unknown = region is None and (context is not None or parse.place != "context")
        score = entry.score
        notes = [entry.note] if entry.note else []
        if parse.place not in ("context", "level_word", "full_name"):
            notes.append(f"place read as {region.name if region else '?'} ({parse.place})")
        if unknown:
            score = min(score, 70.0)
            notes.append(_UNKNOWN_PLACE)
        far = (
            context is not None
            and region is not None
            and parse.place != "context"
            and region.code[:2] != context.code[:2]
        )
        if far:
            score = min(score, 75.0)
            notes.append(f"{region.name if region else ''} is not in the document's province")
        if folded.notes:
            notes.append("in brackets: " + ", ".join(folded.notes))
        doubtful = entry.doubtful or unknown or far
        if entry.city_only and (region is None or region.level not in (Level.CITY, Level.PROVINCE)):
            doubtful, score = True, min(score, 60.0)
            notes.append("below the prefecture the name may stand for another office")
        subunit = entry.subunit or parse.subunit
        department = f"{region.code}:{entry.function_id}" if region is not None else None
        if department and subunit:
            department += "/" + subunit
        return NameMatch(
            name,
            self._kind(entry.function_id),
            entry.function_id,
            self._function_name(entry.function_id),
            department,
            region.code if region is not None else None,
            score,
            "subunit" if parse.subunit else entry.method,
            Status.REVIEW if doubtful else Status.ACCEPTED,
            runner_up=entry.other_id,
            runner_up_score=score if entry.other_id else None,
            evidence="; ".join(notes),
        )

    def _misprinted_place(
        self, name: str, folded: FoldedName, context: Region | None, refused: frozenset[str]
    ) -> NameMatch | None:
        """A slip in the name of the document's own place."""
        own = self._misprinted_context(folded.text, context)
        if own is None or context is None:
            return None
        end, certain = own
        entry = self.lexicon.analyse(key(folded.text[end:]))
        if entry is None or entry.function_id in refused:
            return None
        note = f"{folded.text[:end]} read as {context.name}"
        slip = Entry(entry.function_id, "slip", 88.0, entry.doubtful or not certain, entry.subunit, note)
        return self._answer(name, folded, _Parse(context, "context", "", end), slip, context)

    def _unlisted_place(
        self, name: str, folded: FoldedName, context: Region | None, refused: frozenset[str]
    ) -> NameMatch | None:
        """A place that GB/T 2260 lacks."""
        text = folded.text
        match = _UNLISTED.match(text)
        if match is None:
            return None
        entry = self.lexicon.find(key(text[match.end() :]))
        if entry is None or entry.function_id in refused:
            return None
        note = f"{match.group(1)} is in no list of places"
        unknown = Entry(entry.function_id, entry.method, min(entry.score, 80.0), True, entry.subunit, note)
        return self._answer(name, folded, _Parse(None, "unlisted", "", match.end()), unknown, context)

    def _misprinted_context(self, text: str, context: Region | None) -> tuple[int, bool] | None:
        """Whether `text` begins with the context's name with one wrong character: its end, and whether print
        explains the difference."""
        if context is None:
            return None
        forms = {context.name, self.regions.full_name(context)}
        parent = self.regions.parent(context)
        if parent is not None:
            forms |= {parent.name + context.name, parent.name}
        for form in sorted(map(key, forms), key=lambda f: (-len(f), f)):
            if len(form) < 3 or len(text) < len(form) + 2:
                continue
            differing = [(a, b) for a, b in zip(text, form, strict=False) if a != b]
            if len(differing) == 1:
                return len(form), len(form) >= _LONG_PLACE or look_alike(*differing[0])
        return None

    def _slip(
        self,
        name: str,
        folded: FoldedName,
        parses: Sequence[_Parse],
        refused: frozenset[str],
        context: Region | None,
    ) -> NameMatch | None:
        best: tuple[tuple[bool, float], _Parse, Proposal] | None = None
        tried: set[str] = set()
        for parse in parses:
            if parse.core in tried or len(parse.core) < 2:
                continue
            tried.add(parse.core)
            proposal = self._slips.propose(parse.core)
            if proposal is None or proposal.entry.function_id in refused:
                continue
            if not proposal.accepted and proposal.score < _LEAST_LIKENESS:
                continue
            rank = (proposal.accepted, proposal.score)
            if best is None or rank > best[0]:
                best = (rank, parse, proposal)
        if best is None:
            return None
        _, parse, proposal = best
        entry = Entry(
            proposal.entry.function_id,
            "slip",
            min(proposal.score, 90.0),
            not proposal.accepted,
            note=proposal.evidence,
        )
        answer = self._answer(name, folded, parse, entry, context)
        runner = proposal.runner_up
        return NameMatch(
            answer.name, answer.kind, answer.function_id, answer.function_name, answer.department_id,
            answer.region_code, answer.score, answer.method, answer.status,
            runner.function_id if runner else None, proposal.runner_up_score, answer.evidence,
        )  # fmt: skip

    def _bare_stem(
        self, name: str, folded: FoldedName, parses: Sequence[_Parse], context: Region | None
    ) -> NameMatch | None:
        """公安, 自然资源和规划: the word for the function without the word for the office."""
        for parse in parses:
            functions = self.lexicon.stem_sequence(parse.core) if len(parse.core) >= 2 else None
            if functions:
                entry = Entry(functions[0], "stem", 80.0, len(parse.core) < 4, note="no word for the office")
                return self._answer(name, folded, parse, entry, context)
        return None

    def _from_notes(self, name: str, folded: FoldedName, context: Region | None) -> NameMatch | None:
        for note in folded.notes:
            inner = self._resolve(note, context)
            if inner.function_id is not None and inner.status is Status.ACCEPTED:
                return NameMatch(
                    name, inner.kind, inner.function_id, inner.function_name, inner.department_id, inner.region_code,
                    60.0, inner.method, Status.REVIEW, evidence=f"only the note in brackets is known: {note}",
                )  # fmt: skip
        return None
