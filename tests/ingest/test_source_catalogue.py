"""Source files: the shipped ones, the user's, and errors that say where and what to do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.home.paths import Home
from pipelines.ingest.sources import source_model
from pipelines.ingest.sources.cron_lines import check_cron
from pipelines.ingest.sources.source_catalogue import (
    SHIPPED,
    check_alone,
    load_source,
    load_sources,
    load_usable,
)
from pipelines.ingest.sources.source_errors import SourceError
from pipelines.ingest.sources.source_model import Rhythm
from tests.paths import ROOT

BASE = "name: 简报\npublisher: 南阳市政府\nregion: 411300\n"

SHIPPED_REGIONS = {
    "huarong": "430623",
    "nanyang": "411300",
    "pingdingshan": "410400",
    "tanghe": "411328",
    "yindu": "410505",
}
WANTED = {
    "nanyang": [
        "一体化政务服务能力提升工作通报",
        "南阳市放管服工作简报第11期",
        "2022年度政务服务考核排名情况",
    ],
    "yindu": ["殷都区政务服务能力提升工作 6月份运行情况通报", "政务服务“好差评”指标情况通报"],
    "tanghe": ["关于进一步做好一体化政务服务能力提升工作的通知", "政务服务工作考核情况的通报"],
    "pingdingshan": ["关于“政务服务”指标整改提升情况的通报", "全市“一网通办”评估情况的通报"],
    "huarong": ["关于对网上政务服务能力相关问题整改情况的通报", "“放管服”改革工作通报"],
}
UNWANTED = [
    "关于市委巡察政务服务整改进展情况的通报",
    "南阳市2021年国民经济和社会发展统计公报",
    "政务服务中心公开招聘工作人员公告",
    "12345政务服务热线办理情况通报",
    "关于违反中央八项规定精神问题的通报",
    "国庆节放假期间政务服务大厅安排的通知",
    "空气质量考核情况的通报",
]


def write(folder: Path, text: str, name: str = "a.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_five_publishers_are_there_with_their_codes(tmp_path: Path) -> None:
    assert {source.id: source.region for source in load_sources(Home(tmp_path))} == SHIPPED_REGIONS


@pytest.mark.parametrize("name", sorted(SHIPPED_REGIONS))
def test_what_is_not_confirmed_is_switched_off_and_says_so(name: str) -> None:
    source = load_source(SHIPPED / f"{name}.yml")
    assert not source.enabled
    assert source.note and "not" in source.note


@pytest.mark.parametrize("name", sorted(SHIPPED_REGIONS))
def test_shipped_patterns_take_the_genre_and_nothing_else(name: str) -> None:
    (listing,) = load_source(SHIPPED / f"{name}.yml").listings
    wanted, unwanted = listing.links.title or "", listing.links.not_title or ""

    def counts(title: str) -> bool:
        return bool(re.search(wanted, title)) and not re.search(unwanted, title)

    assert [title for title in WANTED[name] if not counts(title)] == []
    assert [title for title in UNWANTED if counts(title)] == []


def test_a_file_of_the_home_replaces_the_shipped_one_and_adds_others(tmp_path: Path) -> None:
    write(tmp_path / "sources", BASE + "folder: inbox/ny\n", "nanyang.yml")
    write(tmp_path / "sources", BASE + "addresses: [https://www.x.gov.cn/1.html]\n", "mine.yaml")
    sources = {source.id: source for source in load_sources(Home(tmp_path))}
    assert sorted(sources) == ["huarong", "mine", "nanyang", "pingdingshan", "tanghe", "yindu"]
    assert (sources["nanyang"].folder, sources["nanyang"].listings) == ("inbox/ny", ())
    assert sources["mine"].hosts == frozenset({"www.x.gov.cn"})


def test_a_broken_file_leaves_the_others_usable_and_the_replaced_one_replaced(tmp_path: Path) -> None:
    write(tmp_path / "sources", BASE, "nanyang.yml")
    sources, errors = load_usable(Home(tmp_path))
    assert [source.id for source in sources] == ["huarong", "pingdingshan", "tanghe", "yindu"]
    assert len(errors) == 1 and "nanyang.yml" in str(errors[0])
    with pytest.raises(SourceError):
        load_sources(Home(tmp_path))


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("lin-zhou.yml", "lin_zhou.yml"), "differ only by - and _"),
        (("lin__zhou.yml", "lin-_zhou.yml", "lin--zhou.yml"), "differ only by - and _"),
        (("linzhou.yaml", "linzhou.yml"), "the same id"),
        (("nanyang.yaml", "nanyang.yml"), "the same id"),
    ],
)
def test_files_in_each_others_way_are_refused_and_the_rest_is_usable(
    tmp_path: Path, names: tuple[str, ...], why: str
) -> None:
    paths = [write(tmp_path / "sources", BASE + "folder: in\n", name) for name in (*names, "other-one.yml")]
    sources, errors = load_usable(Home(tmp_path))
    usable = [source.id for source in sources]
    assert usable == sorted({*SHIPPED_REGIONS, "other-one"} - {path.stem for path in paths[:-1]})
    (error,) = errors
    assert all(str(path) in str(error) for path in paths[:-1])
    assert why in str(error) and "rename or remove" in str(error)
    with pytest.raises(SourceError, match=why):
        check_alone(Home(tmp_path), paths[0])
    check_alone(Home(tmp_path), paths[-1])


def test_a_name_in_capitals_is_seen(tmp_path: Path) -> None:
    write(tmp_path / "sources", BASE + "folder: in\n", "mine.YML")
    assert "mine" in {source.id for source in load_usable(Home(tmp_path))[0]}


LISTING = BASE + "listings:\n  - address: http://www.x.gov.cn/\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (LISTING + "    links:\n      titel: 通报\n", 7, "did you mean `title`"),
        (LISTING + "    links:\n      title: (通报\n", 7, "no regular expression"),
        (LISTING + "    links:\n      within: 'li['\n", 7, "CSS selector"),
        (LISTING + "    links:\n      within: //li[\n", 7, "XPath"),
        (LISTING + "    paging:\n      template: index.html\n", 6, "needs {n}"),
        (BASE + "listings:\n  - address: www.x.gov.cn\n", 5, "begins with http"),
        (BASE, 1, "at least one of"),
        (BASE + "folder: in\nfolder: out\n", 5, "stands twice"),
        (BASE + "folder: in\nschedule: 0 25 * * *\n", 5, "'25' in '0 25 * * *' is no hour"),
        (BASE + "folder: in\nschedule: 0 8 30 2 *\n", 5, "never comes"),
        (BASE + "folder: in\nschedule: daily\n", 5, "minute hour day month weekday"),
        (BASE + "folder: in\ntimezone: Asia/Nanyang\n", 5, "no time zone"),
        (BASE + "folder: in\nenabled: false\n", 1, "says why in `note`"),
        (BASE + "folder: in\nid: a\n", 5, "the id is the name of the file"),
        (BASE + "folder: in\npoliteness: {delay_seconds: -1}\n", 5, "has to be at least 0, but is -1"),
        (BASE.replace("411300", "411399") + "folder: in\n", 3, "no place has the code 411399"),
        (BASE.replace("publisher: 南阳市政府\n", "") + "folder: in\n", 1, "`publisher` is missing"),
        (BASE + "folder: [\n", 4, "no YAML"),
    ],
)
def test_errors_name_the_file_the_line_and_what_to_do(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SourceError) as caught:
        load_source(path)
    message = str(caught.value)
    assert message.startswith(f"{path}, line {line}: ")
    assert says in message
    assert "\n" not in message


FOLDER = BASE + "folder: in\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (BASE.replace("411300", "010505") + "folder: in\n", 3, "`region`: '010505' is no code of GB/T 2260"),
        (BASE + "listings: http://www.x.gov.cn/\n", 4, "`listings` has to be a list, but is 'http://www.x"),
        (BASE + "listings:\n  address: http://x.gov.cn/\n", 4, "on a line of its own, with `- ` before it"),
        (BASE + "listings:\n  - http://www.x.gov.cn/\n", 5, "has to be a group of keys (address, links,"),
        (BASE + "listings:\n", 4, "`listings` is empty; fill it in, or remove it"),
        (BASE + "addresses:\n  -\n", 5, "`addresses[1]` is empty"),
        (BASE, 1, "line 1: give at least one of `listings`, `addresses`, `folder`"),
        (LISTING + "    max_pages: many\n", 6, "has to be a whole number, but is 'many'"),
        (LISTING + "    max_pages: 1.5\n", 6, "has to be a whole number, but is 1.5"),
        (LISTING + "    paging: 下一页\n", 6, "has to be a group of keys (next, template, first, last)"),
        (FOLDER + "rhythm: month\n", 5, "has to be a group of keys (every, by_day, months_after)"),
        (FOLDER + "rhythm: {every: week}\n", 5, "one of 'month', 'quarter', 'year', but is 'week'"),
        (FOLDER + "enabled: maybe\n", 5, "has to be true or false, but is 'maybe'"),
        (FOLDER + "attachments: some\n", 5, "true, false or a group of keys (follow, pattern)"),
        (FOLDER + "politeness: {delay_seconds: fast}\n", 5, "has to be a number, but is 'fast'"),
        (FOLDER + "schedule: 8:30\n", 5, "'8:30' is no schedule"),
        (FOLDER + "recheck_days: 99999999999\n", 5, "at most 36500"),
        (FOLDER + "timezone: Asia\n", 5, "no time zone"),
        (FOLDER + "note: 8\n", 5, "`note` is no text: 8; put it in quotes"),
        (FOLDER + 'note: "\\ud800"\n', 5, "damaged character"),
        (FOLDER + "? [a]\n: b\n", 5, "the key is no word"),
        (FOLDER + "note: &n [*n]\n", 5, "`note` is no text"),
        (BASE.replace("publisher", "publischer") + "folder: in\n", 2, "did you mean `publisher`?"),
        ('name: ""\npublisher: " "\nregion: 411300\nfolder: in\n', 1, "`name` is empty"),
        (BASE + "folder：in\n", 4, "write `: ` (with a space) instead of ："),
        (BASE + "folder:in\nnote: x\n", 4, "put a space behind the colon"),
        (BASE + "politeness:\n\tdelay_seconds: 3\n", 5, "not with a tab"),
        (FOLDER + "note: 通报: 简报\n", 5, "in single quotes"),
        ("name：简报\n", 1, "write `: ` (with a space) instead of ："),
    ],
)
def test_typical_mistakes_are_said_in_plain_words(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SourceError) as caught:
        load_source(path)
    message = str(caught.value)
    assert message.startswith(f"{path}, line {line}: ")
    assert says in message
    for word in ("tuple", "dictionary", "instance", "Input", "the file`", "\n", "parse"):
        assert word not in message.removeprefix(str(path))


def test_what_no_file_can_hold_is_one_line_too(tmp_path: Path) -> None:
    for text in ("", "- a\n", "[" * 3000, "a: &a [*a]\n"):
        with pytest.raises(SourceError) as caught:
            load_source(write(tmp_path, text))
        assert "\n" not in str(caught.value)


CORRECTION = """corrections:
  - document: 殷放管服办〔2023〕18号
    cell: {attachment: 6, row: 32, column: 2}
    printed: "90402"
    correct: "88300"
    why: the rows add up to 88300
    who: 王
    when: 2026-11-22
"""


def test_corrections_hold_what_is_printed_and_what_is_right(tmp_path: Path) -> None:
    path = write(tmp_path, BASE + "folder: in\n" + CORRECTION)
    (correction,) = load_source(path).corrections
    assert correction.cell is not None
    assert (correction.cell.attachment, correction.cell.row, correction.cell.column) == (6, 32, 2)
    assert (correction.printed, correction.correct, correction.when) == ("90402", "88300", date(2026, 11, 22))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"88300"', "88300", "put it in quotes"),
        ('"88300"', '"90402"', "nothing to correct"),
        ("cell: {attachment: 6, row: 32, column: 2}", "field: as_of", "is a day"),
        ("    cell: {attachment: 6, row: 32, column: 2}\n", "", "either `field` or `cell`"),
    ],
)
def test_corrections_that_say_nothing_are_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        load_source(write(tmp_path, BASE + "folder: in\n" + CORRECTION.replace(old, new)))


@pytest.mark.parametrize(
    ("rhythm", "today", "period_end", "due"),
    [
        (Rhythm(every="month", by_day=10), date(2023, 7, 11), date(2023, 6, 30), date(2023, 7, 10)),
        (Rhythm(every="month", by_day=10), date(2023, 7, 10), date(2023, 5, 31), date(2023, 6, 10)),
        (Rhythm(every="month", by_day=31), date(2023, 6, 30), date(2023, 4, 30), date(2023, 5, 31)),
        (Rhythm(every="quarter", by_day=20), date(2023, 7, 21), date(2023, 6, 30), date(2023, 7, 20)),
        (
            Rhythm(every="year", by_day=31, months_after=2),
            date(2024, 3, 1),
            date(2023, 12, 31),
            date(2024, 2, 29),
        ),
        (
            Rhythm(every="month", by_day=28, months_after=0),
            date(2021, 12, 29),
            date(2021, 12, 31),
            date(2021, 12, 28),
        ),
    ],
)
def test_rhythm_says_which_bulletin_had_to_be_there(
    rhythm: Rhythm, today: date, period_end: date, due: date
) -> None:
    assert rhythm.expected(today) == (period_end, due)


def test_the_examples_of_the_documentation_are_right(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    whole, corrections = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    source = load_source(write(tmp_path, whole + corrections))
    (listing,) = source.listings
    assert re.search(listing.links.title or "", "政务服务能力提升工作6月份运行情况通报")
    assert source.corrections[0].correct == "88300"


def test_every_key_of_a_source_is_documented() -> None:
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    models = (
        source_model.Source,
        source_model.Listing,
        source_model.Links,
        source_model.Paging,
        source_model.Rhythm,
        source_model.Politeness,
        source_model.Correction,
    )
    keys = {key for each in models for key in each.model_fields} - {"id"}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", text)] == []


@pytest.mark.parametrize(
    "line", ["0 8 29 2 *", "0 8 30,31 4,5 *", "0 8 28-30 2 *", "0 8 31 4 1", "0 8 */10 2 *"]
)
def test_a_day_that_comes_now_and_then_is_a_schedule(line: str) -> None:
    assert check_cron(line) == line


@pytest.mark.parametrize("line", ["0 8 30 2 *", "0 8 31 4,6,9,11 *", "0 8 30-31 feb *"])
def test_a_day_that_never_comes_is_none(line: str) -> None:
    with pytest.raises(ValueError, match="never comes"):
        check_cron(line)


def test_an_error_knows_which_sources_it_is_about(tmp_path: Path) -> None:
    """Another source whose name ends alike is not meant."""
    folder = Home(tmp_path).sources
    folder.mkdir(parents=True)
    (folder / "east-yindu2.yml").write_text("naem: x", encoding="utf-8")
    errors = load_usable(Home(tmp_path))[1]
    assert [error.ids for error in errors] == [{"east-yindu2"}]
