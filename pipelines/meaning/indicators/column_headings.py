"""Find the indicator of a table column from its heading tree, its neighbours and the table's title.

Belongs here: headings that say nothing by themselves (占比, 完成率, 总计), and what a group heading adds.
Does not belong here: whether a column is a measure at all (`pipelines.meaning.tables.column_roles`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.meaning.indicators.genre_words import Folded
from pipelines.meaning.indicators.indicator_match import (
    BY_CONTEXT,
    BY_WORDS,
    UNSURE,
    IndicatorMatch,
    rejected,
)
from pipelines.meaning.indicators.indicator_resolver import IndicatorResolver
from pipelines.meaning.indicators.phrasing_index import fitting_unit

_GENERIC_RATIO_WORDS = frozenset({"完成", "覆盖"})


def resolve_column(
    resolver: IndicatorResolver,
    path: Sequence[str],
    title: str | None,
    sample_units: Sequence[str | None],
    siblings: Sequence[Sequence[str]],
) -> IndicatorMatch:
    """The indicator of a table column.

    `path` is its heading from the outermost to the leaf, `siblings` the paths of all columns of the
    table (its own may be among them), `sample_units` the units printed in its cells. A heading without words says
    nothing, of its own column or of others.
    """
    if not _says_anything(path):
        return rejected("", "no heading")
    siblings = [sibling for sibling in siblings if _says_anything(sibling)]
    others = [tuple(sibling) for sibling in siblings if tuple(sibling) != tuple(path)]
    unit = _unit(resolver, path, sample_units)
    match = _by_itself(resolver, path, unit)
    titles = [text for text in (title, *path[:-1]) if text]
    beside = [sibling[-1] for sibling in others]
    if match.status == "accepted":
        found = resolver.in_context(replace(match, phrasing=path[-1]), titles, beside)
        found = replace(found, of=found.of or _changed(resolver, found, tuple(path), titles, siblings))
        return replace(found, phrasing="/".join(path))
    contextual = resolver.in_context(replace(match, phrasing=path[-1]), titles, beside)
    if contextual.status == "accepted":
        return replace(contextual, phrasing="/".join(path))
    structural = _by_structure(resolver, tuple(path), titles, others, unit)
    return structural if structural is not None else match


def _says_anything(path: Sequence[str]) -> bool:
    return any(heading.strip() for heading in path)


def _unit(resolver: IndicatorResolver, path: Sequence[str], sample_units: Sequence[str | None]) -> str | None:
    printed = fitting_unit(sample_units)
    if printed:
        return printed
    for text in reversed(path):
        folded = resolver.folder.fold(text)
        if folded.unit:
            return folded.unit
    return None


def _by_itself(resolver: IndicatorResolver, path: Sequence[str], unit: str | None) -> IndicatorMatch:
    """What the heading says alone: the whole path, or its leaf under headings that add nothing."""
    joined = "/".join(path)
    whole = resolver.resolve("".join(path), unit)
    if whole.status == "accepted" and len(path) > 1 and _is_topic(path[-2]):
        own = resolver.folder.fold(path[-1])
        if not (own.words or own.weak):  # 报送采用情况/累计条数 may count either
            whole = replace(whole, status="review", score=min(whole.score, UNSURE))
    leaf = resolver.resolve(path[-1], unit) if len(path) > 1 else whole
    says_no_rate = _is_part_of_rate(resolver, path, unit, whole, leaf)
    if (whole.status == "accepted" and not says_no_rate) or len(path) == 1:
        return replace(whole, phrasing=joined)
    if leaf.status != "accepted":
        return replace(whole, phrasing=joined)
    groups = [resolver.folder.fold(text) for text in path[:-1]]
    if says_no_rate or all(_adds_nothing(group, resolver.folder.fold(path[-1])) for group in groups):
        return replace(
            leaf,
            phrasing=joined,
            score=min(leaf.score, BY_WORDS),
            evidence=f"{leaf.evidence}; under {path[0]}",
        )
    return replace(
        leaf,
        phrasing=joined,
        score=min(leaf.score, UNSURE),
        status="review",
        evidence=f"{leaf.evidence}; but under {path[0]}",
    )


def _is_part_of_rate(
    resolver: IndicatorResolver,
    path: Sequence[str],
    unit: str | None,
    whole: IndicatorMatch,
    leaf: IndicatorMatch,
) -> bool:
    """时限压缩/法定时限 has the words of a rate, but none that says so: it is one of the counts that make it."""
    if whole.accepted_id is None or leaf.accepted_id is None or unit == "%":
        return False
    rate, part = resolver.registry.by_id(whole.accepted_id), resolver.registry.by_id(leaf.accepted_id)
    parts = {term for way in rate.recomputations for term in (*way.numerator, *way.denominator)}
    return part.id in parts and all(resolver.folder.fold(text).head != "ratio" for text in path)


def _changed(
    resolver: IndicatorResolver,
    match: IndicatorMatch,
    path: tuple[str, ...],
    titles: Sequence[str],
    siblings: Sequence[Sequence[str]],
) -> str | None:
    """What 同比 and 环比 are the change of: the nearest column to the left that is a measure."""
    if match.accepted_id is None or resolver.registry.by_id(match.accepted_id).kind != "change":
        return None
    before = [tuple(sibling) for sibling in siblings]
    if path not in before:
        return None
    known = _siblings(resolver, titles, before)
    for sibling in reversed(before[: before.index(path)]):
        found = known.get(sibling)
        if found and resolver.registry.by_id(found).kind not in ("change", "rank") and found != "share":
            return found
    return None


def _is_topic(group: str) -> bool:
    return "".join(group.split()).endswith(("情况", "工作"))


def _adds_nothing(group: Folded, leaf: Folded) -> bool:
    """A group heading such as 2021年, 市直, 政务服务情况, or one whose words the leaf repeats."""
    return group.words <= leaf.words and not any(text[-1:] in "未不非" for text in group.unknown)


def _by_structure(
    resolver: IndicatorResolver,
    path: tuple[str, ...],
    titles: Sequence[str],
    others: Sequence[tuple[str, ...]],
    unit: str | None,
) -> IndicatorMatch | None:
    leaf = resolver.folder.fold(path[-1])
    if leaf.unknown:
        return None
    known = _siblings(resolver, titles, others)
    if leaf.head == "ratio" and leaf.words <= _GENERIC_RATIO_WORDS:
        return _ratio(resolver, path, known) or _share(resolver, path, leaf, known, others)
    if leaf.head == "count" and not leaf.words:
        named = [
            title for title in titles if title not in path
        ]  # 报送采用情况 over 累计条数 names no one thing
        return _total(resolver, path, known) or _counted(resolver, path, named, set(known.values()), unit)
    return None


def _siblings(
    resolver: IndicatorResolver, titles: Sequence[str], others: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """What the other columns mean, as far as they say it themselves."""
    known: dict[tuple[str, ...], str] = {}
    for sibling in others:
        match = _by_itself(resolver, sibling, None)
        beside = [other[-1] for other in others if other != sibling]
        found = resolver.in_context(replace(match, phrasing=sibling[-1]), titles, beside)
        if found.accepted_id:
            known[sibling] = found.accepted_id
    return known


def _ratio(
    resolver: IndicatorResolver, path: tuple[str, ...], known: dict[tuple[str, ...], str]
) -> IndicatorMatch | None:
    """占比 beside 目录数 and 目录数据挂载 is the ratio of the two, if no other column is that already."""
    ids = set(known.values())
    fitting = [
        indicator
        for indicator in resolver.registry
        if indicator.id not in ids
        and indicator.kind == "ratio"
        and any(
            ids.issuperset(way.numerator) and ids.issuperset(way.denominator)
            for way in indicator.recomputations
        )
    ]
    if len(fitting) != 1:
        return None
    (indicator,) = fitting
    return IndicatorMatch(
        phrasing="/".join(path),
        indicator_id=indicator.id,
        name=indicator.name,
        score=BY_WORDS,
        method="parts",
        status="accepted",
        evidence="beside " + "、".join(indicator.numerator + indicator.denominator),
        unit=indicator.unit,
    )


def _share(
    resolver: IndicatorResolver,
    path: tuple[str, ...],
    leaf: Folded,
    known: dict[tuple[str, ...], str],
    others: Sequence[tuple[str, ...]],
) -> IndicatorMatch | None:
    """占比 beside a single count, and no two that make a ratio, is each row's share of that count's total."""
    if leaf.words or "share" not in resolver.registry:
        return None
    counts = {found for found in known.values() if resolver.registry.by_id(found).kind in ("count", "amount")}
    plain = [other for other in others if resolver.folder.fold(other[-1]).head == "count"]
    if len(counts) != 1 and not (not counts and plain):
        return None
    indicator = resolver.registry.by_id("share")
    return IndicatorMatch(
        phrasing="/".join(path),
        indicator_id=indicator.id,
        name=indicator.name,
        score=BY_CONTEXT,
        method="parts",
        status="accepted",
        evidence="share of " + ("、".join(counts) or plain[0][-1]),
        unit=indicator.unit,
        of=next(iter(counts), None),
    )


def _total(
    resolver: IndicatorResolver, path: tuple[str, ...], known: dict[tuple[str, ...], str]
) -> IndicatorMatch | None:
    """总计 or 合计 whose neighbours are the parts of one sum: those of its group, or of the whole table."""
    group = {found for sibling, found in known.items() if sibling[:-1] == path[:-1]}
    for ids in (group, set(known.values())):
        fitting = {
            indicator.id: max((p for p in indicator.parts if ids.issuperset(p)), key=len)
            for indicator in resolver.registry
            if indicator.id not in ids and any(ids.issuperset(parts) for parts in indicator.parts)
        }
        # Parts of a part (网上可办 of all depths) don't compete with the whole.
        widest = max(fitting.values(), key=len, default=())
        found = [key for key, parts in fitting.items() if parts == widest or not set(parts) <= set(widest)]
        if len(found) == 1:
            indicator = resolver.registry.by_id(found[0])
            return IndicatorMatch(
                phrasing="/".join(path),
                indicator_id=indicator.id,
                name=indicator.name,
                score=BY_WORDS,
                method="total",
                status="accepted",
                evidence="the sum of " + "、".join(widest),
                unit=indicator.unit,
            )
    return None


def _counted(
    resolver: IndicatorResolver,
    path: tuple[str, ...],
    titles: Sequence[str],
    known: set[str],
    unit: str | None,
) -> IndicatorMatch | None:
    """数量 in a table whose title, or whose only other count, says what is counted."""
    for title in titles:
        match = resolver.resolve(title, unit, "prose")
        if match.accepted_id and resolver.registry.by_id(match.accepted_id).kind in ("count", "amount"):
            return replace(
                match, phrasing="/".join(path), score=min(match.score, BY_CONTEXT), method="context"
            )
    counts = sorted(found for found in known if resolver.registry.by_id(found).kind in ("count", "amount"))
    if len(counts) != 1 or not _unit_may_be(resolver, counts[0], unit):
        return None
    counted = resolver.registry.by_id(counts[0])
    return IndicatorMatch(
        phrasing="/".join(path),
        indicator_id=counted.id,
        name=counted.name,
        score=BY_CONTEXT,
        method="context",
        status="accepted",
        evidence=f"beside {counted.name}, the only count",
        unit=counted.unit,
    )


def _unit_may_be(resolver: IndicatorResolver, indicator_id: str, unit: str | None) -> bool:
    return unit is None or unit == resolver.registry.by_id(indicator_id).unit
