"""Find the indicator that a heading or a phrase means, and say how sure that is.

Belongs here: the rules for one phrasing, in the order in which they are tried. Does not belong here: the
neighbours of a column and the title of its table (`column_headings`), how a phrase is cut into words
(`genre_words`) and compared (`phrasing_index`), figures.

A phrasing is accepted when its words are exactly those of a registered phrasing, apart from words that
the registry calls optional for it, and apart from noise. One word too many or too few that makes a
difference, or any word that nobody knows, and it isn't accepted: it goes to review or is rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import cached_property

from pipelines.meaning.indicators.clause_starts import ends_of_clause, last_clause
from pipelines.meaning.indicators.genre_words import (
    CHANGE_WORDS,
    Folded,
    Folder,
    WordKind,
    normalise,
    unit_of,
)
from pipelines.meaning.indicators.indicator_match import (
    BY_CONTEXT,
    BY_WORDS,
    EXACT,
    UNSURE,
    IndicatorMatch,
    Status,
    Where,
    better,
    rejected,
)
from pipelines.meaning.indicators.indicator_registry import Context, Indicator, Registry, load_registry
from pipelines.meaning.indicators.phrasing_index import ACCEPT, DOUBTFUL, Candidate, PhraseBook, all_words
from pipelines.meaning.judgement import Judgement, Question, Verdict

MARGIN = 0.015
"""How much the best indicator must be ahead of the second to be accepted."""

_LONG_ENOUGH = 0.83  # the score of one slip in six characters: in fewer, another word is as likely
_CACHED = 50_000
_NEGATIONS = frozenset("未不非无没")
_ABSORBING = ("rank", "change", "score")
_SHARE_OF = re.compile(
    r"^(?P<part>.*?)(?:占|相当于|/|与|和|为(?=.*的))(?P<whole>.+?)(?:总量|总数)?的?"
    r"(?:比例|比重|占比|比值|比率|百分比|比|%)?$"
)


class IndicatorResolver:
    """Finds indicators. One resolver can be shared: it keeps nothing but caches."""

    def __init__(self, registry: Registry, judgements: Iterable[Judgement] = ()) -> None:
        self.registry = registry
        self.folder = Folder(_texts(registry))
        self.phrases = PhraseBook(registry, self.folder)
        self._ratios = [indicator for indicator in registry if indicator.recomputations]
        self._contexts: dict[str | None, list[tuple[Indicator, Context]]] = {}
        for indicator in registry:
            for context in indicator.contexts:
                self._contexts.setdefault(context.instead_of, []).append((indicator, context))
        self._chosen: dict[str, Indicator] = {}
        self._refused: dict[str, set[str | None]] = {}
        for judgement in judgements:
            self._obey(judgement)
        self._cache: dict[tuple[str, str | None, Where, str | None], IndicatorMatch] = {}

    @classmethod
    def load(cls, judgements: Iterable[Judgement] = ()) -> IndicatorResolver:
        """A resolver on the registry that comes with the program, with the judgements of people."""
        return cls(load_registry(), judgements)

    def _obey(self, judgement: Judgement) -> None:
        if judgement.question is not Question.PHRASING:
            return
        key = self.folder.fold(judgement.subject).key
        found = self.registry.get(judgement.answer)
        if judgement.is_settled and found is not None:
            self._chosen[key] = found
        elif judgement.verdict is Verdict.DIFFERENT:
            self._refused.setdefault(key, set()).add(judgement.answer)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind (count, ratio, rank …) of each indicator of the registry."""
        return {indicator.id: indicator.kind for indicator in self.registry}

    def resolve(
        self,
        phrasing: str,
        unit: str | None = None,
        where: Where = "header",
        context: str | None = None,
    ) -> IndicatorMatch:
        """The indicator that `phrasing` means.

        `unit` is the unit of its figures if that is known (%, 件 …); it decides between a count and its
        share, and speaks against an indicator of another unit. `where` is "prose" when the phrasing may
        begin with words that don't belong to it. `context` is a title or sentence around it. Never
        raises.
        """
        key = (phrasing, unit, where, context)
        match = self._cache.get(key)
        if match is None:
            if len(self._cache) > _CACHED:
                self._cache.clear()
            match = self._cache[key] = self._resolve(phrasing, unit_of(unit), where, context)
        return match

    def in_context(
        self, match: IndicatorMatch, titles: Sequence[str] = (), beside: Sequence[str] = ()
    ) -> IndicatorMatch:
        """What `match` means beside these headings and under these titles.

        An accepted indicator may turn into a narrower one; a phrasing that says nothing by itself may
        find one.
        """
        for indicator, context in self._contexts.get(match.accepted_id, ()):
            if not self._holds(context, match.phrasing, titles, beside):
                continue
            return replace(
                match,
                indicator_id=indicator.id,
                name=indicator.name,
                score=match.score or BY_CONTEXT,
                method="context",
                status="accepted",
                runner_up=match.indicator_id,
                runner_up_score=match.score if match.indicator_id else None,
                evidence=f"{match.evidence}; in this context {indicator.name}",
                unit=indicator.unit,
            )
        return match

    def _holds(self, context: Context, phrasing: str, titles: Sequence[str], beside: Sequence[str]) -> bool:
        key = self.folder.fold(phrasing).key
        if context.phrases and key not in self._keys(context.phrases):
            return False
        if context.beside and self._keys(context.beside).isdisjoint(self._keys(beside)):
            return False
        plain = [normalise(title) for title in titles]
        return not context.title or any(word in title for title in plain for word in context.title)

    def _keys(self, texts: Sequence[str]) -> set[str]:
        return {self.folder.fold(text).key for text in texts}

    # --- the rules, in their order

    def _resolve(self, phrasing: str, unit: str | None, where: Where, context: str | None) -> IndicatorMatch:
        folded = self.folder.fold(phrasing)
        decided = self._chosen.get(folded.key)
        if decided is not None:
            return self._plain(phrasing, decided, 1.0, "decision", "decided in review")
        match = self._match(phrasing, folded, unit)
        if match.status != "accepted":
            match = better(match, self._share_of(phrasing, unit, where))
        if match.status != "accepted" and where == "prose":
            match = better(match, self._in_prose(phrasing, unit))
        if match.status == "rejected":
            match = better(match, self._misspelt(phrasing, folded, unit))
        if context is not None:
            match = self.in_context(match, titles=(context,))
        return _unless_refused(match, self._refused.get(folded.key))

    def _match(self, phrasing: str, folded: Folded, unit: str | None) -> IndicatorMatch:
        """What the words say, all of them."""
        unit = unit or folded.unit
        exact = self.phrases.as_printed(phrasing, folded.head, unit)
        if exact is not None:
            return self._found(phrasing, Candidate(exact, 1.0), None, "exact", "accepted")
        if not (folded.words or folded.weak):
            return self._generic(phrasing, folded)
        candidates = self.phrases.candidates(folded, unit)
        if folded.head in _ABSORBING and not (candidates and candidates[0].phrase.indicator.kind == "index"):
            return self._absorbed(phrasing, folded, candidates)
        if not candidates:
            return rejected(phrasing, _why_not(folded))
        best, runner = candidates[0], candidates[1] if len(candidates) > 1 else None
        clear = runner is None or best.score - runner.score >= MARGIN
        method = "exact" if best.score >= EXACT else "words"
        sure = clear and best.score >= ACCEPT
        return self._found(phrasing, best, runner, method, "accepted" if sure else "review")

    def _found(
        self, phrasing: str, best: Candidate, runner: Candidate | None, method: str, status: Status
    ) -> IndicatorMatch:
        indicator = best.phrase.indicator
        words = self.folder.fold(phrasing).words
        caveats = [text for word, text in indicator.caveats.items() if self.phrases.words_of(word) & words]
        besides = f", with {'、'.join(sorted(best.extra))}" if best.extra else ""
        return replace(
            self._plain(phrasing, indicator, best.score, method, f"like {best.phrase.text}{besides}"),
            status=status,
            runner_up=runner.phrase.indicator.id if runner else None,
            runner_up_score=round(runner.score, 3) if runner else None,
            caveat="; ".join(caveats) or None,
        )

    @staticmethod
    def _plain(
        phrasing: str, indicator: Indicator, score: float, method: str, evidence: str
    ) -> IndicatorMatch:
        return IndicatorMatch(
            phrasing=phrasing,
            indicator_id=indicator.id,
            name=indicator.name,
            score=round(score, 3),
            method=method,
            status="accepted",
            evidence=evidence,
            unit=indicator.unit,
        )

    def _generic(self, phrasing: str, folded: Folded) -> IndicatorMatch:
        """A phrasing without a subject: only 排名 and 得分 say something by themselves."""
        found = self.registry.get(folded.head if folded.head in ("rank", "score") else None)
        if found is not None and not folded.unknown:
            return self._plain(phrasing, found, 1.0, "exact", "says it by itself")
        return rejected(phrasing, _why_not(folded) if folded.unknown else "says how it is measured, not what")

    def _absorbed(self, phrasing: str, folded: Folded, candidates: Sequence[Candidate]) -> IndicatorMatch:
        """A place, a score or a change, whatever it is the place, score or change of."""
        if folded.head in ("rank", "score"):
            key = str(folded.head)
        else:
            key = (
                "yoy_change"
                if "同比" in folded.words
                else "mom_change"
                if "环比" in folded.words
                else "change"
            )
        found = self.registry.get(key)
        subject = self._subject(folded)
        if found is None or (folded.unknown and subject is None and key == "change"):
            return rejected(phrasing, _why_not(folded))
        exact = any(c.score >= EXACT and c.phrase.indicator.id == key for c in candidates)
        evidence = f"{folded.head} of {subject}" if subject else str(folded.head)
        match = self._plain(
            phrasing, found, 1.0 if exact else BY_WORDS, "exact" if exact else "words", evidence
        )
        # 增幅 does not say against what, and 提升 may be no figure at all.
        if key == "change" and (folded.words - CHANGE_WORDS or not exact or folded.head is None):
            match = replace(match, status="review", score=DOUBTFUL)
        return replace(match, of=subject)

    def _subject(self, folded: Folded) -> str | None:
        """What a place, score or change is said of."""
        kept = [
            piece.text
            for piece in folded.pieces
            if not (piece.kind is WordKind.HEAD and piece.canonical in ("rank", "score"))
            and piece.canonical not in CHANGE_WORDS
            and piece.kind is not WordKind.FIGURE
        ]
        text = "".join(kept)
        if not text or len(kept) == len(folded.pieces):
            return None
        return self.resolve(text).accepted_id

    def _share_of(self, phrasing: str, unit: str | None, where: Where) -> IndicatorMatch:
        """A占B, A/B, A与B的比值: the registered ratio of the two, or a share of B."""
        text = normalise(phrasing)
        match = _SHARE_OF.match(text)
        if match is None or unit not in (None, "%"):
            return rejected(phrasing, "no share of something")
        whole = self.resolve(match["whole"]).accepted_id
        if whole is None or self.registry.by_id(whole).kind not in ("count", "amount"):
            return rejected(phrasing, "no share of something that is counted")
        part = self.resolve(match["part"], None, where).accepted_id if match["part"] else None
        for indicator in self._ratios:
            ways = indicator.recomputations if part is not None and not indicator.complement else ()
            if any(way.numerator == (part,) and way.denominator == (whole,) for way in ways):
                return self._plain(phrasing, indicator, BY_WORDS, "share_of", f"{part} ÷ {whole}")
        share = self.registry.get("share")
        if share is None or "占" not in text:
            return rejected(phrasing, f"{part} and {whole} make no registered ratio")
        found = self._plain(phrasing, share, BY_CONTEXT, "share_of", f"share of {whole}")
        if part is None and all_words(self.folder.fold(match["part"])):
            found = replace(found, status="review", score=DOUBTFUL)
        return replace(found, of=whole)

    def _in_prose(self, phrasing: str, unit: str | None) -> IndicatorMatch:
        """The longest run of words at the end of the last clause that is a registered phrasing."""
        clause, is_whole = last_clause(phrasing)
        if not is_whole:
            match = self.resolve(clause, unit, "prose")
            if match.status == "accepted":
                return replace(match, phrasing=phrasing, method="window", score=min(match.score, BY_WORDS))
        best = rejected(phrasing, "no run of words at the end is registered")
        whole = self.folder.fold(clause)
        for text, cost in ends_of_clause(whole):
            match = self._match(phrasing, self.folder.fold(text), unit or whole.unit)
            if match.status != "accepted":
                match = better(match, self._share_of(text, unit or whole.unit, "prose"))
            if match.status == "rejected":
                continue
            score = round(match.score - cost, 3)
            sure = match.status == "accepted" and score >= ACCEPT
            found = replace(
                match,
                phrasing=phrasing,
                method="window",
                score=score,
                status="accepted" if sure else "review",
            )
            best = better(best, found)
            if sure:
                break
        return best

    def _misspelt(self, phrasing: str, folded: Folded, unit: str | None) -> IndicatorMatch:
        """One character wrong or lost in a long phrasing."""
        changed = "".join(folded.unknown)
        found = self.phrases.misspelt(folded, unit or folded.unit)
        if found is None or len(changed) > 2 or _NEGATIONS & set(changed):
            return rejected(phrasing, _why_not(folded))
        indicator, near, score = found
        match = self._plain(phrasing, indicator, score, "slip", f"one character from {near}")
        if score < _LONG_ENOUGH or len(changed) > 1:
            return replace(match, status="review", score=min(score, UNSURE))
        return match


def _texts(registry: Registry) -> list[str]:
    texts: list[str] = []
    for indicator in registry:
        texts += (indicator.name, *indicator.headings, *indicator.prose, *indicator.optional)
    return texts


def _why_not(folded: Folded) -> str:
    if folded.unknown:
        return f"unknown: {'、'.join(folded.unknown)}"
    return "no registered phrasing has these words"


def _unless_refused(match: IndicatorMatch, refused: Set[str | None] | None) -> IndicatorMatch:
    """The match, unless a person said that it isn't this indicator, or that the phrasing is none at all."""
    if not refused or refused.isdisjoint((None, match.indicator_id)):
        return match
    return replace(rejected(match.phrasing, "refused in review"), method="decision")
