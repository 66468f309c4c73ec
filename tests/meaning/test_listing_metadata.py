"""What the publisher's list says fills in what a document does not say itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from extractors.reading import read_document
from pipelines.ingest.document_reading import Task, read_one
from pipelines.meaning.listing_metadata import Listed, completed

BARE = """<!DOCTYPE html><html><body><p>即办件占比情况见下表。</p><table><tr><th>单位</th><th>即办件占比</th></tr>
<tr><td>教育局</td><td>51.8%</td></tr><tr><td>民政局</td><td>62.71%</td></tr></table></body></html>"""
LISTED = Listed("410505", "政务服务情况通报", date(2023, 7, 10))


def test_a_document_without_a_word_of_its_place_is_its_publishers(tmp_path: Path) -> None:
    path = tmp_path / "bare.html"
    path.write_text(BARE, encoding="utf-8")
    outcome = read_one(Task("0" * 64, path.as_uri(), str(path), (), (), LISTED))
    assert outcome.rows is not None
    document = outcome.rows.document
    assert (document.region_code, document.region_name) == ("410505", "殷都区")
    assert (document.title, document.published_on) == ("政务服务情况通报", date(2023, 7, 10))
    assert [row.region_code for row in outcome.rows.name_matches] == ["410505", "410505"]


def test_what_a_document_says_itself_stands(bulletins: list[Path]) -> None:
    document = read_document(bulletins[4].read_bytes(), name=bulletins[4].name)
    same = completed(document, LISTED)
    assert same.front == document.front
    outcome = read_one(Task("1" * 64, bulletins[4].as_uri(), str(bulletins[4]), (), (), LISTED))
    assert outcome.rows is not None
    assert outcome.rows.document.region_code == "430623"


def test_a_page_that_says_nothing_is_up_for_review(tmp_path: Path) -> None:
    path = tmp_path / "half.html"
    path.write_text("<html><body><p>您好，欢迎访问本网站", encoding="utf-8")
    outcome = read_one(Task("2" * 64, path.as_uri(), str(path)))
    assert outcome.rows is not None
    assert [row.kind for row in outcome.rows.problems] == ["nothing_found"]
