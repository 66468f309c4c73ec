"""The registry is sound: it loads, nothing is claimed twice, references hold, the genre is covered."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pipelines.meaning.names.name_index import Lexicon, RegistryError, load_lexicon
from pipelines.meaning.names.registry import Function, load_registry


def test_it_loads_and_covers_the_genre() -> None:
    registry = load_registry()
    assert len(registry.functions) >= 150
    categories = {function.category for function in registry.functions.values()}
    assert {"government", "party", "mass", "vertical", "institution", "enterprise", "service"} <= categories


def test_every_function_says_where_its_definition_comes_from() -> None:
    registry = load_registry()
    for function in registry.functions.values():
        assert function.source, function.id
        for key in function.source:
            assert key in registry.sources or "《" in key, f"{function.id}: {key}"


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Function.model_validate(
            {"id": "x", "name": "x", "category": "party", "source": ["usage"], "stem": ["x"]}
        )


def test_a_name_claimed_twice_is_an_error() -> None:
    registry = load_registry()
    rival = Function(id="rival", name="x", category="government", official=("财政局",), source=("usage",))
    broken = registry.model_copy(update={"functions": {**registry.functions, "rival": rival}})
    with pytest.raises(RegistryError, match="财政局"):
        Lexicon(broken)


def test_lookalikes_have_different_names() -> None:
    lexicon = load_lexicon()
    for function in lexicon.registry.functions.values():
        for name in function.official:
            entry = lexicon.find(name)
            assert entry is None or entry.function_id == function.id, name
        for other in function.lookalikes:
            assert other != function.id


@pytest.mark.parametrize(
    ("before", "now", "function"),
    [
        ("国土资源局", "自然资源局", "natural_resources"),
        ("环境保护局", "生态环境局", "ecology"),
        ("农业局", "农业农村局", "agriculture"),
        ("旅游局", "文化和旅游局", "culture_tourism"),
        ("卫生和计划生育委员会", "卫生健康委员会", "health"),
        ("安全生产监督管理局", "应急管理局", "emergency"),
        ("工商行政管理局", "市场监督管理局", "market_regulation"),
        ("质量技术监督局", "市场监督管理局", "market_regulation"),
        ("法制办", "司法局", "justice"),
        ("人事局", "人力资源和社会保障局", "human_resources"),
        ("扶贫开发办公室", "乡村振兴局", "rural_revitalisation"),
        ("银保监分局", "国家金融监督管理总局监管分局", "financial_regulation"),
        ("地方税务局", "税务局", "tax"),
        ("人民防空办公室", "国防动员办公室", "civil_defence"),
        ("粮食局", "粮食和物资储备局", "grain"),
        ("计划委员会", "发展和改革委员会", "development_reform"),
    ],
)
def test_reforms(before: str, now: str, function: str) -> None:
    lexicon = load_lexicon()
    for name in (before, now):
        entry = lexicon.analyse(name.replace("和", ""))
        assert entry is not None and entry.function_id == function
