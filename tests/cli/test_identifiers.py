"""What may be written for an indicator, a place or a function, and what is said of the unknown."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.cli.comparison_table import figures, offices
from pipelines.cli.identifiers import UnknownChoice, choose, nearest

INDICATORS = {"instant_share": "即办件占比", "instant_items": "即办件事项数", "online_share": "网上可办率"}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A warehouse with two places and two indicators, as much of it as a comparison asks for."""
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            """
            create schema raw;
            create schema mart;
            create table raw.functions as select 'human_resources' as function_id, '人力资源和社会保障' as name;
            create table raw.regions as from (values ('410000', '河南省'), ('411300', '南阳市'))
                as t (region_code, name);
            create table raw.indicators as from (values ('instant_share', '即办件占比'),
                ('online_share', '网上可办率'), ('cases', '办件量')) as t (indicator_id, name);
            create table mart.city_comparison as from (values
                ('instant_share', '即办件占比', '411300', '南阳市', '全市', 1, 's1'),
                ('instant_share', '即办件占比', '411300-x', '某示范区', '全市', 2, 's2'),
                ('online_share', '网上可办率', '411300', '南阳市', '全市', 1, 's3')
            ) as t (indicator_id, indicator_name, region_code, region_name, scope, rank, source_id);
            create table mart.department_comparison as select indicator_id, indicator_name, region_code,
                region_name, 'human_resources' as function_id, rank, source_id as observation_id
                from mart.city_comparison;
            """
        )
    return file


def sources(published: Path, *, indicators: tuple[str, ...] = (), regions: tuple[str, ...] = ()) -> list[str]:
    return [row["source_id"] for row in figures(published, indicators, regions).records()]


def test_ids_codes_and_names_narrow_alike(published: Path) -> None:
    assert sources(published) == ["s1", "s2", "s3"]
    for indicator in ("instant_share", "即办件占比", " instant_share ", "即办件比"):
        assert sources(published, indicators=(indicator,)) == ["s1", "s2"]
    for region in ("411300-x", "某示范区"):
        assert sources(published, regions=(region,)) == ["s2"]
    assert sources(published, indicators=("online_share", "即办件占比"), regions=("南阳市",)) == ["s1", "s3"]


def test_what_is_known_and_has_no_figures_is_no_mistake(published: Path) -> None:
    assert sources(published, indicators=("cases",)) == []
    assert sources(published, regions=("410000",)) == []


@pytest.mark.parametrize("function", ["human_resources", "人力资源和社会保障", "人社"])
def test_offices_are_found_by_any_name_of_their_function(published: Path, function: str) -> None:
    assert len(offices(published, function, regions=("411300",)).rows) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"indicators": ("instant_shar",)}, r"--indicator instant_shar: .*nearest: instant_share 即办件占比"),
        ({"indicators": ("即办件占",)}, "--indicator 即办件占: .*nearest: instant_share 即办件占比"),
        ({"regions": ("411301",)}, "--region 411301: .*nearest: 411300 南阳市"),
        ({"regions": ("阳市",)}, "--region 阳市: .*nearest: 411300 南阳市"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest(
    published: Path, options: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(UnknownChoice, match=said):
        figures(published, **options)


def test_a_beginning_that_one_place_has_stands_for_it(published: Path) -> None:
    """A place with figures comes before others that begin so; 河南 has none, and only one begins so."""
    assert sources(published, regions=("南阳",)) == ["s1", "s3"]
    assert sources(published, regions=("某",)) == ["s2"]
    assert sources(published, regions=("河南",)) == []
    with duckdb.connect(str(published)) as connection:
        connection.execute("insert into raw.regions values ('411399', '南阳某县'), ('410001', '河南县')")
    assert sources(published, regions=("南阳",)) == ["s1", "s3"]
    with pytest.raises(UnknownChoice, match="--region 河南: several begin so: 410000 河南省, 410001 河南县"):
        figures(published, regions=("河南",))
    with pytest.raises(UnknownChoice, match="not known here"):
        figures(published, regions=("",))


def test_a_short_name_comes_before_other_beginnings() -> None:
    known = {"1": "南阳市", "2": "南阳高新区", "3": "南召县"}
    assert choose("--region", ["南阳"], known, beginnings=True) == ["1"]
    assert choose("--region", ["南阳高"], known, beginnings=True) == ["2"]
    with pytest.raises(UnknownChoice):
        choose("--region", ["南阳"], known)


def test_a_function_that_is_not_known_is_refused_with_the_nearest(published: Path) -> None:
    with pytest.raises(
        UnknownChoice, match=r"--function human_resource: .*nearest: human_resources 人力资源"
    ):
        offices(published, "human_resource")


def test_the_nearest_come_first() -> None:
    assert [each for each, _ in nearest("instant_shares", INDICATORS)] == [
        "instant_share",
        "instant_items",
        "online_share",
    ]
    assert choose("--indicator", ["网上可办率", "instant_items"], INDICATORS) == [
        "online_share",
        "instant_items",
    ]


def test_the_command_says_it_in_one_line(published: Path) -> None:
    from click.testing import CliRunner

    from pipelines.cli.commands import cli

    result = CliRunner().invoke(cli, ["--home", str(published.parent), "compare", "--region", "nowhere"])
    assert isinstance(result.exception, UnknownChoice)
    assert "\n" not in str(result.exception)
