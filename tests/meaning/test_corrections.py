"""Corrections of printed errors: applied under guard, said aloud, and never to a printed figure."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.reading import read_document
from pipelines.home.paths import Home
from pipelines.ingest.sources.correction_files import corrections_text, load_corrections
from pipelines.ingest.sources.source_errors import SourceError
from pipelines.ingest.versions import meaning_version
from pipelines.meaning.corrections import (
    Correction,
    Filed,
    corrected_rows,
    possible,
    without_document,
)
from pipelines.meaning.interpreter import Interpreter
from tests.paths import BULLETINS
from warehouse.records import DocumentRows, RawObservation

ADDRESS = "https://www.example.gov.cn/tongbao/18.html"

SOURCE = """\
name: 殷都区政务服务通报
publisher: 殷都区人民政府
region: "410505"
addresses: [https://www.example.gov.cn/tongbao/18.html]
"""
ONE_CORRECTION = """\
corrections:
  - document: 殷放管服办〔2023〕18号
    cell: {attachment: 1, row: 23, column: 6}
    printed: 44.44%
    correct: 44.76%
    why: 64 ÷ 143
    who: 王
    when: 2024-01-05
"""


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter()


def correction(**given: Any) -> Filed:
    facts = {"document": "殷放管服办〔2023〕18号", "why": "核对", "who": "王", "when": date(2024, 1, 5)}
    return Filed("yindu.yml", Correction.model_validate({**facts, **given}))


def read(interpreter: Interpreter, bulletin: str, *filed: Filed) -> DocumentRows:
    (path,) = BULLETINS.glob(f"{bulletin}_*.txt")
    data = path.read_bytes()
    document_id = hashlib.sha256(data).hexdigest()
    document = read_document(data, name=path.name)
    return corrected_rows(
        interpreter, document, document_id, [ADDRESS], possible(filed, document_id, [ADDRESS])
    )


def kinds(rows: DocumentRows) -> list[tuple[str, str]]:
    return [(p.kind, p.message) for p in rows.problems if p.kind.startswith("correction")]


def share_of_the_police(rows: DocumentRows) -> RawObservation:
    """Annex 1: 公安分局 143 items, 64 of them instant, printed as 44.44 %."""
    table = next(t.table_id for t in rows.tables if t.attachment_no == 1)
    (found,) = [o for o in rows.observations if (o.table_id, o.row_no, o.column_no) == (table, 23, 6)]
    assert found.entity_raw == "殷都区公安分局"
    return found


def test_a_corrected_figure_stays_as_printed_and_carries_a_caveat(interpreter: Interpreter) -> None:
    cell = {"attachment": 1, "row": 23, "column": 6}
    rows = read(interpreter, "001", correction(cell=cell, printed="44.44%", correct="44.76%", why="64 ÷ 143"))
    figure = share_of_the_police(rows)
    assert (figure.value_raw, figure.value) == ("44.44%", 44.44)
    assert figure.caveat == "更正：印刷为 44.44%，应为 44.76%：64 ÷ 143（王，2024-01-05）"
    assert kinds(rows) == [("correction", figure.caveat)]
    # Nothing else of the document changes.
    plain = read(interpreter, "001")
    assert share_of_the_police(plain).caveat is None
    assert [o for o in rows.observations if o.caveat != figure.caveat] == [
        o for o in plain.observations if o.observation_id != figure.observation_id
    ]


def test_a_correction_lapses_once_the_source_prints_something_else(interpreter: Interpreter) -> None:
    cell = {"attachment": 1, "row": 23, "column": 6}
    rows = read(interpreter, "001", correction(cell=cell, printed="45.44%", correct="44.76%"))
    assert share_of_the_police(rows).caveat is None
    ((kind, message),) = kinds(rows)
    assert kind == "correction_stale"
    assert "现印 44.44%" in message
    assert "yindu.yml" in message


@pytest.mark.parametrize("cell", [{"attachment": 1, "row": 99, "column": 6}, {"row": 1, "column": 1}])
def test_a_cell_that_is_not_there_is_said(interpreter: Interpreter, cell: dict[str, int]) -> None:
    rows = read(interpreter, "001", correction(cell=cell, printed="1", correct="2"))
    ((kind, message),) = kinds(rows)
    assert kind == "correction_stale"
    assert "已没有这个单元格" in message


def test_a_date_is_corrected_with_all_that_follows_from_it(interpreter: Interpreter) -> None:
    # 殷都 says 2023年6月30日. Annexes without a date of their own take the document's.
    rows = read(interpreter, "001", correction(field="as_of", printed="2023-06-30", correct="2023-05-31"))
    assert rows.document.as_of == date(2023, 5, 31)
    followers = [t for t in rows.tables if not t.as_of_is_own]
    assert followers
    assert {t.as_of for t in followers} == {date(2023, 5, 31)}
    assert share_of_the_police(rows).as_of == date(2023, 5, 31)
    ((kind, message),) = kinds(rows)
    assert kind == "correction"
    assert "印刷为 2023-06-30，已按 2023-05-31 处理" in message


def test_what_a_document_does_not_say_can_be_added(interpreter: Interpreter) -> None:
    # 唐河's bulletin of 4 November 2021 says of no day that its figures run to it.
    added = correction(document="唐放办[2021]43号", field="as_of", printed="", correct="2021-10-31")
    assert read(interpreter, "002").document.as_of is None
    assert read(interpreter, "002", added).document.as_of == date(2021, 10, 31)


def test_a_place_is_corrected_before_names_are_resolved(interpreter: Interpreter) -> None:
    wrong = correction(document=ADDRESS, field="region_code", printed="410505", correct="410502")
    rows = read(interpreter, "001", wrong)
    assert rows.document.region_code == "410502"
    # Annex 2 calls its offices 退役军人局, 统计局 …, without a place; so they are those of the bulletin's.
    annex = next(t.table_id for t in rows.tables if t.attachment_no == 2)
    assert {o.region_code for o in rows.observations if o.table_id == annex} == {"410502"}
    unknown = correction(document=ADDRESS, field="region_code", printed="410505", correct="999999")
    rows = read(interpreter, "001", unknown)
    assert rows.document.region_code == "410505"
    assert [kind for kind, _ in kinds(rows)] == ["correction_stale"]


def test_other_documents_are_left_alone(interpreter: Interpreter) -> None:
    for named in ("殷放管服办〔2023〕19号", "0" * 64, "https://www.example.gov.cn/tongbao/19.html"):
        rows = read(interpreter, "001", correction(document=named, field="title", printed="甲", correct="乙"))
        assert kinds(rows) == []


def test_a_change_of_corrections_reads_documents_again_and_one_of_the_schedule_does_not(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    versions = [meaning_version(home)]
    path = home.sources / "yindu.yml"
    for text in (SOURCE, SOURCE + ONE_CORRECTION, SOURCE + 'schedule: "0 8 * * *"\n' + ONE_CORRECTION):
        path.write_text(text, encoding="utf-8")
        versions.append(meaning_version(home))
    assert versions[0] == versions[1] != versions[2] == versions[3]
    (filed,) = load_corrections(home)
    assert (filed.file, filed.correction.correct) == ("yindu.yml", "44.76%")
    path.write_text(SOURCE + ONE_CORRECTION.replace("44.76", "44.77"), encoding="utf-8")
    assert meaning_version(home) != versions[2]


def test_corrections_that_cannot_be_used_stop_the_reading(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    (home.sources / "a.yml").write_text(SOURCE + ONE_CORRECTION.replace("who: 王", ""), "utf-8")
    with pytest.raises(SourceError, match=r"a\.yml, line 6: `corrections\[1\]\.who` is missing"):
        load_corrections(home)
    (home.sources / "a.yml").write_text("name: [", encoding="utf-8")  # no corrections: not our matter
    assert load_corrections(home) == ()
    assert corrections_text(home) == ""


def test_a_correction_that_names_no_document_is_found() -> None:
    known = [("a" * 64, [ADDRESS, "file:///18.html"], "殷放管服办〔2023〕18号"), ("b" * 64, [], None)]
    printed = {"field": "title", "printed": "通报", "correct": "通知"}
    good = [
        correction(document=name, **printed)
        for name in ("殷放管服办〔2023〕18号", "B" * 64, "file:///18.html")
    ]
    lost = [correction(document=name, **printed) for name in ("殷放管服办〔2023〕19号", "c" * 64)]
    assert without_document([*good, *lost], known) == lost


@pytest.mark.parametrize(
    ("document", "printed_else", "said"),
    [
        ("殷放管服办〔2023〕18号", 0, ""),
        ("殷放管服办〔2023〕18号", 2, "更正 corrections: 2 条与现印不符"),
        (
            "殷放管服办〔2023〕19号",
            0,
            "更正 corrections: 1 条找不到文件 no such document: 殷放管服办〔2023〕19号（yindu.yml）",
        ),
        ("殷放管服办〔2023〕19号", 1, "correction_stale；1 条找不到文件"),
    ],
)
def test_a_run_ends_with_a_line_for_corrections_that_do_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: str, printed_else: int, said: str
) -> None:
    from pipelines.cli.run_summary import print_corrections

    home = Home(tmp_path)
    home.sources.mkdir()
    text = SOURCE + ONE_CORRECTION.replace("殷放管服办〔2023〕18号", document)
    (home.sources / "yindu.yml").write_text(text, encoding="utf-8")
    with duckdb.connect(str(home.published)) as connection:
        connection.execute("create schema raw")
        connection.execute(
            "create table raw.originals as select 'ab' as document_id, 'file:///a' as source_uri"
        )
        connection.execute(
            "create table raw.documents as select 'ab' as document_id, '殷放管服办〔2023〕18号' as document_number"
        )
        connection.execute(
            f"create table raw.problems as select 'correction_stale' as kind from range({printed_else})"
        )
    print_corrections(home)
    shown = capsys.readouterr().out
    assert said in shown
    assert len(shown.splitlines()) == bool(said)
