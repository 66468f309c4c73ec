"""The registry as data: strict, complete, without contradictions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from pipelines.meaning.indicators import IndicatorResolver, Registry, RegistryError, load_registry
from pipelines.meaning.indicators.identities import identities_of
from pipelines.meaning.indicators.phrasing_index import printed


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def write(folder: Path, *entries: dict[str, object]) -> None:
    data = {"version": 1, "source": "a test", "indicators": list(entries)}
    (folder / "x.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def entry(**more: object) -> dict[str, object]:
    return {
        "id": "a",
        "name": "甲率",
        "name_en": "A",
        "definition": "a",
        "unit": "%",
        "direction": "higher",
        "kind": "ratio",
        **more,
    }


def test_every_indicator_says_what_it_is(registry: Registry) -> None:
    for indicator in registry:
        assert indicator.name and indicator.name_en and indicator.source, indicator.id
        assert indicator.definition.endswith("."), indicator.id
        assert (indicator.unit == "%") == (indicator.kind in ("ratio", "change")), indicator.id
        if indicator.numerator or indicator.denominator:
            assert indicator.numerator and indicator.denominator, indicator.id


def test_no_phrasing_stands_for_two_indicators(registry: Registry) -> None:
    owners: dict[str, str] = {}
    for indicator in registry:
        for text in {printed(t) for t in (indicator.name, *indicator.headings, *indicator.prose)}:
            assert owners.setdefault(text, indicator.id) == indicator.id, (text, indicator.id, owners[text])


def test_every_phrasing_finds_its_own_indicator(registry: Registry) -> None:
    resolver = IndicatorResolver(registry)
    for indicator in registry:
        for text in (indicator.name, *indicator.headings):
            assert resolver.resolve(text).accepted_id == indicator.id, (text, indicator.id)
        for text in indicator.prose:
            assert resolver.resolve(text, where="prose").accepted_id == indicator.id, (text, indicator.id)


def test_parts_have_the_unit_of_their_sum(registry: Registry) -> None:
    for indicator in registry:
        for parts in indicator.parts:
            assert {registry.by_id(part).unit for part in parts} == {indicator.unit}, indicator.id


def test_nothing_is_made_of_itself(registry: Registry) -> None:
    for indicator_id, ways in identities_of(registry).items():
        assert indicator_id not in {part for way in ways for _, part in way.sides()}


def test_ratio_of_time_limits_is_a_complement(registry: Registry) -> None:
    (way,) = identities_of(registry)["time_reduction_rate"]
    assert (way.numerator, way.denominator, way.complement) == (("promised_days",), ("statutory_days",), True)


def test_sub_item_coverage_can_be_had_from_four_groups(registry: Registry) -> None:
    ways = registry.by_id("sub_item_coverage").recomputations
    assert [len(way.numerator) for way in ways] == [1, 4]
    assert registry.by_id("sub_items").parts[0] == ways[1].denominator


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([entry(colour="red")], "colour"),
        ([entry(), entry()], "twice"),
        ([entry(numerator=["b"], denominator=["a"])], "refers to b"),
        ([entry(parts=[["c"]])], "refers to c"),
        ([entry(kind="guess")], "kind"),
        ([entry(contexts=[{"title": ["x"]}])], "needs phrases"),
    ],
)
def test_a_faulty_registry_is_refused(tmp_path: Path, entries: list[dict[str, object]], message: str) -> None:
    write(tmp_path, *entries)
    with pytest.raises(RegistryError, match=message):
        load_registry(tmp_path)


def test_broken_yaml_is_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("a: [", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"broken\.yml"):
        load_registry(tmp_path)


def test_loading_is_quick() -> None:
    started = time.process_time()
    IndicatorResolver.load()
    assert time.process_time() - started < 1.5  # usually 0.2
