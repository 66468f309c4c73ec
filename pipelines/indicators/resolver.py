"""Find the indicator that a heading or a phrase means, and say how sure that is.

Belongs here: matching one phrasing against the registry. Does not belong here: the neighbours of a column and
the title of its table (`headings`), how a phrase is cut into words (`folding`), figures.

A phrasing is accepted when its words are exactly those of a registered phrasing, apart from words that the
registry calls optional for it, and apart from noise. One word too many or too few that makes a difference, or
any word that nobody knows, and it isn't accepted: it goes to review or is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.indicators.catalogue import Indicator, Registry, load_registry
from pipelines.indicators.folding import Folded, Folder, Head, Piece, WordKind, normalise, unit_of

Status = Literal["accepted", "review", "rejected"]
Where = Literal["header", "prose"]

ACCEPT = 0.85
REVIEW = 0.7
MARGIN = 0.015

_CLAUSE_ENDS = re.compile(r"[,，;；。:：!！?？\n]+")
_SHARE_OF = re.compile(
    r"^(?P<part>.*?)(?:占|相当于|/|与|和|为(?=.*的))(?P<whole>.+?)(?:总量|总数)?的?(?:比例|比重|占比|比值|比率|百分比|比|%)?$"
)
_NEGATIONS = frozenset("未不非无没")
_OWNER_ENDS = tuple("省市县区州旗镇乡村局委办厅院所会部处科队站社司厂校团厅关行")


@dataclass(frozen=True, slots=True)
class IndicatorMatch:
    """What a phrasing means.

    `indicator_id` is the indicator when `status` is accepted, the proposal when it is review, None when it is
    rejected. `method` names the rule: exact, words, share_of, slip, window, parts, total, context, decision,
    none. `of` is the indicator that a rank, a change or a share is about; `caveat` says how the phrasing narrows
    the base.
    """

    phrasing: str
    indicator_id: str | None
    name: str | None
    score: float
    method: str
    status: Status
    runner_up: str | None = None
    runner_up_score: float | None = None
    evidence: str = ""
    unit: str | None = None
    of: str | None = None
    caveat: str | None = None

    @property
    def accepted_id(self) -> str | None:
        """The indicator, if it is certain."""
        return self.indicator_id if self.status == "accepted" else None


@dataclass(frozen=True, slots=True)
class IndicatorDecision:
    """What a person decided of a phrasing: it means `indicator_id` (same), or doesn't (different).

    `indicator_id` None with "different" means that the phrasing is no indicator at all.
    """

    phrasing: str
    indicator_id: str | None
    judgement: Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class _Phrase:
    indicator: Indicator
    text: str
    folded: Folded
    words: frozenset[str]
    core: frozenset[str]
    optional: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    phrase: _Phrase
    score: float
    extra: frozenset[str]


class IndicatorResolver:
    """Finds indicators. One resolver can be shared: it keeps nothing but caches."""

    def __init__(self, registry: Registry, decisions: Iterable[IndicatorDecision] = ()) -> None:
        self.registry = registry
        texts = [
            text for indicator in registry for text in (indicator.name, *indicator.headings, *indicator.prose)
        ]
        extra = [word for indicator in registry for word in indicator.optional]
        self.folder = Folder([*texts, *extra])
        self._printed: dict[str, _Phrase] = {}
        self._phrases: list[_Phrase] = []
        self._by_core: dict[str, list[_Phrase]] = {}
        for indicator in registry:
            self._index(indicator)
        self._ratios = [indicator for indicator in registry if indicator.recomputations]
        self._decided = {self.folder.fold(d.phrasing).key: d for d in decisions}
        self._cache: dict[tuple[str, str | None, str, str | None], IndicatorMatch] = {}

    @classmethod
    def load(cls, decisions: Iterable[IndicatorDecision] | None = None) -> IndicatorResolver:
        """A resolver on the registry that comes with the program, with the decisions of reviewers."""
        return cls(load_registry(), decisions or ())

    # --- one phrasing

    def resolve(
        self,
        phrasing: str,
        unit: str | None = None,
        where: Where = "header",
        context: str | None = None,
    ) -> IndicatorMatch:
        """The indicator that `phrasing` means.

        `unit` is the unit of its figures if that is known (%, 件 …); it decides between a count and its share,
        and speaks against an indicator of another unit. `where` is "prose" when the phrasing may begin with words
        that don't belong to it. `context` is a title or sentence around it. Never raises.
        """
        key = (phrasing, unit, where, context)
        match = self._cache.get(key)
        if match is None:
            if len(self._cache) > 50_000:
                self._cache.clear()
            match = self._cache[key] = self._resolve(phrasing, unit_of(unit), where, context)
        return match

    def _resolve(self, phrasing: str, unit: str | None, where: Where, context: str | None) -> IndicatorMatch:
        folded = self.folder.fold(phrasing)
        decided = self._decided.get(folded.key)
        if decided is not None and decided.judgement == "same" and decided.indicator_id in self.registry:
            found = self.registry.by_id(decided.indicator_id or "")
            return IndicatorMatch(
                phrasing, found.id, found.name, 1.0, "decision", "accepted", unit=found.unit
            )
        match = self._match(phrasing, folded, unit)
        if match.status != "accepted":
            match = _better(match, self._share_of(phrasing, unit))
        if match.status != "accepted" and where == "prose":
            match = _better(match, self._in_prose(phrasing, unit))
        if match.status == "rejected":
            match = _better(match, self._slip(phrasing, folded, unit))
        if context is not None:
            match = self.in_context(match, titles=(context,))
        return self._refused(match, decided)

    @staticmethod
    def _refused(match: IndicatorMatch, decided: IndicatorDecision | None) -> IndicatorMatch:
        if decided is None or decided.judgement != "different":
            return match
        if decided.indicator_id in (None, match.indicator_id):
            return replace(
                match,
                indicator_id=None,
                name=None,
                status="rejected",
                method="decision",
                evidence="refused in review",
            )
        return match

    # --- exact words

    def _index(self, indicator: Indicator) -> None:
        optional = frozenset().union(*(self._meaning(word) for word in indicator.optional))
        for text in dict.fromkeys((indicator.name, *indicator.headings, *indicator.prose)):
            folded = self.folder.fold(text)
            words = _words(folded)
            core = words - optional or words or folded.weak
            phrase = _Phrase(indicator, text, folded, words, core, optional)
            self._phrases.append(phrase)
            self._printed.setdefault(_printed(text), phrase)
            if core:
                self._by_core.setdefault(min(core), []).append(phrase)

    def _meaning(self, word: str) -> frozenset[str]:
        folded = self.folder.fold(word)
        return _words(folded) | folded.weak

    def _candidates(self, folded: Folded, unit: str | None) -> list[_Candidate]:
        """The best candidate of every indicator whose words fit, best first."""
        best: dict[str, _Candidate] = {}
        for word in _words(folded) | folded.weak:
            for phrase in self._by_core.get(word, ()):
                candidate = _fit(phrase, folded, unit)
                if candidate and candidate.score > getattr(best.get(phrase.indicator.id), "score", 0.0):
                    best[phrase.indicator.id] = candidate
        return sorted(best.values(), key=lambda c: (-c.score, c.phrase.indicator.id))

    def _match(self, phrasing: str, folded: Folded, unit: str | None) -> IndicatorMatch:
        unit = unit or folded.unit
        printed = self._printed.get(_printed(phrasing))
        if printed is not None and _unit_fits(printed.indicator, folded.head, unit):
            return self._found(phrasing, _Candidate(printed, 1.0, frozenset()), None, "exact", "accepted")
        if not (folded.words or folded.weak):
            return self._generic(phrasing, folded)
        candidates = self._candidates(folded, unit)
        if folded.head in ABSORBING and not (candidates and candidates[0].phrase.indicator.kind == "index"):
            return self._absorbed(phrasing, folded, candidates)
        if not candidates:
            return _rejected(phrasing, _unknown_words(folded))
        best, runner = candidates[0], candidates[1] if len(candidates) > 1 else None
        clear = runner is None or best.score - runner.score >= MARGIN
        status: Status = "accepted" if clear else "review"
        return self._found(phrasing, best, runner, "exact" if best.score >= 0.995 else "words", status)

    def _found(
        self, phrasing: str, best: _Candidate, runner: _Candidate | None, method: str, status: Status
    ) -> IndicatorMatch:
        indicator = best.phrase.indicator
        caveats = [
            text
            for word, text in indicator.caveats.items()
            if self._meaning(word) & self.folder.fold(phrasing).words
        ]
        return IndicatorMatch(
            phrasing=phrasing,
            indicator_id=indicator.id,
            name=indicator.name,
            score=round(best.score, 3),
            method=method,
            status=status,
            runner_up=runner.phrase.indicator.id if runner else None,
            runner_up_score=round(runner.score, 3) if runner else None,
            evidence=f"like {best.phrase.text}"
            + (f", with {'、'.join(sorted(best.extra))}" if best.extra else ""),
            unit=indicator.unit,
            caveat="; ".join(caveats) or None,
        )

    def _generic(self, phrasing: str, folded: Folded) -> IndicatorMatch:
        """A phrasing without a subject: only 排名 and 得分 say something by themselves."""
        if folded.head in ("rank", "score") and not folded.unknown and folded.head in self.registry:
            found = self.registry.by_id(folded.head)
            return IndicatorMatch(phrasing, found.id, found.name, 1.0, "exact", "accepted", unit=found.unit)
        return _rejected(phrasing, "says how it is measured, not what")

    def _absorbed(self, phrasing: str, folded: Folded, candidates: list[_Candidate]) -> IndicatorMatch:
        """A place, a score or a change, whatever it is the place, score or change of."""
        if folded.head in ("rank", "score"):
            found = str(folded.head)
        elif "同比" in folded.words:
            found = "yoy_change"
        elif "环比" in folded.words:
            found = "mom_change"
        else:
            found = "change"
        if found not in self.registry:
            return _rejected(phrasing, f"no indicator {found}")
        indicator = self.registry.by_id(found)
        subject = self._subject(folded)
        # 增幅 alone does not say against what; with a subject of its own it may be something else altogether.
        certain = found != "change" or not (folded.unknown or folded.words - {"增幅"})
        if folded.unknown and subject is None and found == "change":
            return _rejected(phrasing, f"unknown: {'、'.join(folded.unknown)}")
        exact = any(c.score >= 0.995 and c.phrase.indicator.id == found for c in candidates)
        return IndicatorMatch(
            phrasing,
            indicator.id,
            indicator.name,
            1.0 if exact else 0.95 if certain else 0.75,
            "exact" if exact else "words",
            "accepted" if certain else "review",
            evidence=f"{folded.head}" + (f" of {subject}" if subject else ""),
            unit=indicator.unit,
            of=subject,
        )

    def _subject(self, folded: Folded) -> str | None:
        kept = [
            piece
            for piece in folded.pieces
            if not (piece.kind is WordKind.HEAD and piece.canonical in ("rank", "score"))
            and piece.canonical not in CHANGES
        ]
        text = "".join(piece.text for piece in kept if piece.kind is not WordKind.FIGURE)
        if not text or text == "".join(piece.text for piece in folded.pieces):
            return None
        return self.resolve(text).accepted_id

    # --- A占B, A/B, A与B的比值

    def _share_of(self, phrasing: str, unit: str | None) -> IndicatorMatch:
        text = normalise(phrasing)
        match = _SHARE_OF.match(text)
        if match is None or unit not in (None, "%"):
            return _rejected(phrasing, "no share of something")
        whole = self.resolve(match["whole"], None, "prose").accepted_id
        if whole is None or self.registry.by_id(whole).kind not in ("count", "amount"):
            return _rejected(phrasing, "no share of something that is counted")
        part = self.resolve(match["part"], None, "prose").accepted_id if match["part"] else None
        for indicator in self._ratios:
            if part is None or indicator.complement:
                continue
            if any(
                way.numerator == (part,) and way.denominator == (whole,) for way in indicator.recomputations
            ):
                return IndicatorMatch(
                    phrasing,
                    indicator.id,
                    indicator.name,
                    0.95,
                    "share_of",
                    "accepted",
                    evidence=f"{part} ÷ {whole}",
                    unit=indicator.unit,
                )
        if "占" in text and "share" in self.registry:
            found = self.registry.by_id("share")
            known = part is not None or not self.folder.fold(match["part"]).words
            return IndicatorMatch(
                phrasing,
                found.id,
                found.name,
                0.9 if known else 0.75,
                "share_of",
                "accepted" if known else "review",
                evidence=f"share of {whole}",
                unit=found.unit,
                of=whole,
            )
        return _rejected(phrasing, f"{part} and {whole} make no registered ratio")

    # --- the end of a clause

    def _in_prose(self, phrasing: str, unit: str | None) -> IndicatorMatch:
        """The longest run of words at the end of the last clause that is a registered phrasing."""
        clauses = [clause for clause in _CLAUSE_ENDS.split(phrasing) if clause.strip()]
        if not clauses:
            return _rejected(phrasing, "no words")
        if len(clauses) > 1:
            match = self.resolve(clauses[-1], unit, "prose")
            if match.status == "accepted":
                return replace(match, phrasing=phrasing, method="window", score=min(match.score, 0.95))
        folded = self.folder.fold(clauses[-1])
        pieces = folded.pieces
        best = _rejected(phrasing, "no run of words at the end is registered")
        for start in range(1, len(pieces)):
            skipped, rest = pieces[:start], pieces[start:]
            text = "".join(piece.text for piece in rest)
            if _negated(skipped):
                continue
            match = self._match(phrasing, self.folder.fold(text), unit or folded.unit)
            if match.status != "accepted":
                match = _better(match, self._share_of(text, unit or folded.unit))
            if match.status == "rejected":
                continue
            score = match.score - _window_cost(skipped)
            status: Status = "accepted" if match.status == "accepted" and score >= ACCEPT else "review"
            found = replace(match, phrasing=phrasing, method="window", score=round(score, 3), status=status)
            best = _better(best, found)
            if best.status == "accepted":
                break
        return best

    # --- slips of the pen

    def _slip(self, phrasing: str, folded: Folded, unit: str | None) -> IndicatorMatch:
        """One character wrong in a long phrasing: the nearest registered one, for review."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        text = "".join(
            piece.text for piece in folded.pieces if piece.kind not in (WordKind.NOISE, WordKind.FIGURE)
        )
        if len(text) < 4 or not folded.unknown:
            return _rejected(phrasing, _unknown_words(folded))
        choices = self._slip_choices()
        near = process.extract(text, choices.keys(), scorer=Levenshtein.distance, score_cutoff=1, limit=8)
        found = {choices[key].id: choices[key] for key, _, _ in near}
        if len(found) != 1:
            return _rejected(phrasing, _unknown_words(folded))
        (indicator,) = found.values()
        wrong_unit = not _unit_fits(indicator, folded.head, unit or folded.unit)
        changed = sum(len(word) for word in folded.unknown)
        if wrong_unit or changed > 2 or set("".join(folded.unknown)) & _NEGATIONS:
            return _rejected(phrasing, _unknown_words(folded))
        score = round(1 - 1 / len(text), 3)
        accepted = len(text) >= 6 and changed == 1
        return IndicatorMatch(
            phrasing,
            indicator.id,
            indicator.name,
            score if accepted else min(score, 0.8),
            "slip",
            "accepted" if accepted else "review",
            evidence=f"one character from {near[0][0]}",
            unit=indicator.unit,
        )

    def _slip_choices(self) -> dict[str, Indicator]:
        if not hasattr(self, "_slips"):
            self._slips: dict[str, Indicator] = {}
            for phrase in self._phrases:
                kept = [p for p in phrase.folded.pieces if p.kind not in (WordKind.NOISE, WordKind.FIGURE)]
                self._slips.setdefault("".join(piece.text for piece in kept), phrase.indicator)
        return self._slips

    # --- neighbours and titles

    def in_context(
        self, match: IndicatorMatch, titles: Sequence[str] = (), beside: Sequence[str] = ()
    ) -> IndicatorMatch:
        """The indicator that an accepted match means beside these headings and under these titles."""
        if match.accepted_id is None:
            return match
        folded = self.folder.fold(match.phrasing)
        for indicator in self.registry:
            for context in indicator.contexts:
                if context.instead_of != match.indicator_id:
                    continue
                if context.phrases and folded.key not in {
                    self.folder.fold(text).key for text in context.phrases
                }:
                    continue
                near = {self.folder.fold(text).key for text in beside}
                if context.beside and not near & {self.folder.fold(text).key for text in context.beside}:
                    continue
                if context.title and not any(
                    word in normalise(title) for title in titles for word in context.title
                ):
                    continue
                return replace(
                    match,
                    indicator_id=indicator.id,
                    name=indicator.name,
                    method="context",
                    runner_up=match.indicator_id,
                    runner_up_score=match.score,
                    evidence=f"{match.evidence}; in this context {indicator.name}",
                    unit=indicator.unit,
                )
        return match

    def resolve_column(
        self,
        path: Sequence[str],
        title: str | None = None,
        sample_units: Sequence[str | None] = (),
        siblings: Sequence[Sequence[str]] = (),
    ) -> IndicatorMatch:
        """The indicator of a table column.

        `path` is its heading from the outermost to the leaf, `siblings` the paths of all columns of the table
        (its own may be among them), `sample_units` the units printed in its cells.
        """
        from pipelines.indicators.headings import resolve_column

        return resolve_column(self, path, title, sample_units, siblings)


CHANGES = frozenset({"同比", "环比", "增幅"})
ABSORBING = ("rank", "change", "score")


def _fit(phrase: _Phrase, folded: Folded, unit: str | None) -> _Candidate | None:
    """How well the words of `folded` fit a registered phrasing; None when one makes a difference."""
    words = _words(folded)
    if not phrase.core <= words | folded.weak:
        return None
    extra, missing = words - phrase.words, phrase.words - words
    if not extra <= phrase.optional or not missing <= phrase.optional:
        return None
    cost = _head_cost(phrase, folded.head, unit)
    if cost is None or not _unit_fits(phrase.indicator, folded.head, unit):
        return None
    if unit and phrase.indicator.unit and unit != phrase.indicator.unit:
        cost += 0.02  # 件 speaks for 办件量 and 宗 for 许可受理数量
    weak = len(folded.weak ^ phrase.folded.weak)
    score = 1.0 - 0.02 * (len(extra) + len(missing) + weak) - cost
    if score == 1.0 and folded.key != phrase.folded.key:
        score = 0.99
    return _Candidate(phrase, max(score, ACCEPT), frozenset(extra))


def _head_cost(phrase: _Phrase, head: Head | None, unit: str | None) -> float | None:
    """What a different last word costs (率, 数 …); None when it makes it another thing."""
    indicator, own = phrase.indicator, phrase.folded.head
    if head == own and (head is not None or unit != "%" or indicator.unit == "%"):
        return 0.0
    if indicator.kind in ("rank", "change"):
        return None
    if indicator.kind == "ratio":
        if head == "ratio":
            return 0.03 if own is None else 0.0
        return 0.03 if head is None and unit == "%" else None
    if head == "ratio" or unit == "%":
        return None
    return 0.02


def _unit_fits(indicator: Indicator, head: Head | None, unit: str | None) -> bool:
    """Whether figures of that unit can be figures of the indicator."""
    if unit is None or not indicator.unit:
        return True
    if unit in ("%", "百分点"):
        return indicator.unit == "%"
    if indicator.unit == "%":
        return False
    return (unit in _MEASURED) == (indicator.unit in _MEASURED) or unit == indicator.unit


_MEASURED = frozenset(
    {"工作日", "天", "小时", "分钟", "秒", "分", "万元", "亿元", "元", "微克/立方米", "毫克/立方米"}
)


def _words(folded: Folded) -> frozenset[str]:
    """The words that must agree: those of the genre, and what nobody knows."""
    return folded.words | frozenset(folded.unknown)


_UNIT_IN_BRACKETS = re.compile(r"\((?:%|[^()]{1,6})\)$")


def _printed(text: str) -> str:
    """A phrasing as printed, but for spaces, quotes and a unit in brackets at its end."""
    plain = normalise(text)
    bracket = _UNIT_IN_BRACKETS.search(plain)
    return plain[: bracket.start()] if bracket and unit_of(bracket[0]) else plain


def _better(first: IndicatorMatch, second: IndicatorMatch) -> IndicatorMatch:
    order = {"accepted": 2, "review": 1, "rejected": 0}
    return max(
        first, second, key=lambda match: (order[match.status], match.score if match.indicator_id else 0.0)
    )


def _rejected(phrasing: str, why: str) -> IndicatorMatch:
    return IndicatorMatch(phrasing, None, None, 0.0, "none", "rejected", evidence=why)


def _unknown_words(folded: Folded) -> str:
    return (
        f"unknown: {'、'.join(folded.unknown)}"
        if folded.unknown
        else "no registered phrasing has these words"
    )


def _negated(skipped: Sequence[Piece]) -> bool:
    last = skipped[-1]
    return last.kind is WordKind.UNKNOWN and last.text[-1] in _NEGATIONS


def _window_cost(skipped: Sequence[Piece]) -> float:
    """What it costs to leave words at the beginning of a clause aside.

    Names of places and bodies, verbs and filling words cost next to nothing; a word of the genre directly
    before the run may belong to it and makes the match doubtful.
    """
    cost = 0.01
    for distance, piece in enumerate(reversed(skipped)):
        if piece.kind is WordKind.WORD:
            cost += 0.2 if distance == 0 else 0.02
        elif piece.kind is WordKind.UNKNOWN and distance == 0:
            cost += 0.02 if piece.text.endswith(_OWNER_ENDS) else 0.06
    return cost
