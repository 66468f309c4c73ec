"""What `tongbao review` lists, and what it takes as an answer."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli.commands import cli
from pipelines.cli.review import NotDecidable, UnknownKind, decide, open_items, print_items
from pipelines.home.paths import Home

CELLS = 130


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A warehouse with as much of it as a review asks for: 130 notes on cells, a name, an indicator."""
    home = Home(tmp_path)
    with duckdb.connect(str(home.published)) as connection:
        connection.execute(
            f"""
            create schema mart;
            create table mart.documents as select 'd' as document_id, '南阳市' as region_name, '通报' as title;
            create table mart.name_matches as select '市文旅局' as name_raw;
            create table mart.review_items as
                select 'cell:' || repeat('9', 60) || n as item_id, 'cell' as kind, 'd' as document_id,
                    't01 row ' || n as locator, '读作甲而非乙，请核对原件第' || n || '格' as message,
                    cast(null as varchar) as candidates, 'open' as status, cast(null as varchar) as subject,
                    cast(null as varchar) as proposal, cast(null as varchar) as region_code
                from range(100, {100 + CELLS}) as r (n)
                union all values
                ('name:1', 'name', 'd', 't01 row 1', '[市文旅局]', null, 'open', '市文旅局', null, '411300'),
                ('column:1', 'indicator', 'd', 't01 column 1', '即办占比', null, 'open', '即办占比', null, null);
            """
        )
    return home


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()


def test_counts_come_first_and_a_kind_with_many_leaves_room_for_the_others(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    print_items(home, open_items(home))
    lines = lines_of(capsys)
    assert lines[0] == "待定 open: 132（cell 130，indicator 1，name 1）"
    assert sum(line.startswith(" cell ") for line in lines) == 98
    assert any("[市文旅局]" in line and line.endswith("name:1") for line in lines)
    assert lines[-1] == "另有 32 项 more: tongbao review --kind KIND, or all with --format csv"
    print_items(home, open_items(home, "cell"))
    assert lines_of(capsys)[-1] == "另有 30 项 more: tongbao review --kind cell --format csv"
    print_items(home, open_items(home, "name"))
    assert not any("more" in line for line in lines_of(capsys))


def test_another_program_gets_each_item_on_one_line(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    print_items(home, open_items(home, "cell"))
    (line,) = [line for line in lines_of(capsys) if "第100格" in line]
    assert line.split() == [
        "cell",
        "南阳市",
        "t01",
        "row",
        "100",
        "读作甲而非乙，请核对原件第100格",
        line.split()[-1],
    ]
    assert line.endswith("9100")


def test_on_a_terminal_long_ids_do_not_squeeze_the_question(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    print_items(home, open_items(home, "cell"))
    lines = lines_of(capsys)
    assert " cell:" + "9" * 60 + "100" in lines
    assert any(line.strip() == "读作甲而非乙，请核对原件第100格" for line in lines)


def test_a_kind_that_is_not_there_is_refused_with_those_there_are(home: Home) -> None:
    with pytest.raises(UnknownKind, match=r"--kind cells: .* cell 130, indicator 1, name 1$"):
        open_items(home, "cells")
    assert open_items(home, "place").rows == []


def test_a_function_is_named_by_id_or_name(home: Home) -> None:
    for said in ("culture_tourism", "文化和旅游"):
        assert "culture_tourism (文化和旅游)" in decide(home, "name:1", "change", said, "王", "", False)


def test_an_indicator_is_named_by_id_or_name(home: Home) -> None:
    for said in ("instant_share", "即办件占比"):
        assert "same instant_share (即办件占比)" in decide(home, "column:1", "change", said, "王", "", False)


def test_what_is_neither_is_refused_with_the_nearest(home: Home) -> None:
    with pytest.raises(NotDecidable, match=r"no such indicator; nearest: .*instant_share 即办件占比"):
        decide(home, "column:1", "change", "即办件占", "王", "", False)
    with pytest.raises(NotDecidable, match="no such function; nearest: "):
        decide(home, "name:1", "change", "no_such_function", "王", "", False)
    assert not home.decisions.exists() or not list(home.decisions.iterdir())


def test_who_decides_is_the_user_where_nothing_else_is_said(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "wang")
    call = ["--home", str(home.root), "review", "change", "name:1", "human_resources"]
    assert CliRunner().invoke(cli, call).exit_code == 0
    assert "who: wang" in (home.decisions / "decisions.yml").read_text(encoding="utf-8")
    shown = CliRunner().invoke(cli, ["review", "change", "--help"]).output
    assert "[required]" not in shown


def test_a_decision_of_nobody_is_refused(home: Home) -> None:
    with pytest.raises(NotDecidable, match="--who is empty"):
        decide(home, "name:1", "change", "culture_tourism", " ", "", False)


def test_what_was_decided_holds_for_files_of_phrasings_too(home: Home, tmp_path: Path) -> None:
    decide(home, "column:1", "change", "completion_rate", "王", "", False)
    source = tmp_path / "phrasings.csv"
    source.write_text("phrasing\n即办占比\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["--home", str(home.root), "indicators", "resolve", "--in", str(source)])
    assert done.stdout.splitlines()[1] == "即办占比,completion_rate,100.0,decision,accepted,"


@pytest.mark.parametrize("group", ["names", "indicators"])
def test_a_file_to_resolve_without_its_option_is_told_the_option(group: str) -> None:
    refused = CliRunner().invoke(cli, [group, "resolve", "x.csv"])
    assert refused.exit_code == 2
    assert "--in x.csv" in refused.output
