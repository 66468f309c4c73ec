"""From a number to its printed place, in every format, and the corrections that go with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from PIL import Image, ImageChops

from tests.end_to_end.conftest import Call
from tests.end_to_end.marts.revising import original, revision, short_id


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def red(path: Path) -> tuple[int, int, int, int]:
    """The box of the red frame, in pixels."""
    reds, greens, _ = Image.open(path).convert("RGB").split()
    strong, weak = reds.point(lambda v: 255 * (v > 200)), greens.point(lambda v: 255 * (v < 20))
    box = ImageChops.multiply(strong, weak).getbbox()
    assert box is not None
    return box


def test_a_figure_of_a_pdf_is_framed_on_its_page(revised: Path, tongbao: Call) -> None:
    # The fixture prints 殷山区自然资源和规划局, the tenth row on page 2, with 10 of 83 items: 12.05 %.
    (wanted, x0, y0, x1, y1) = rows(
        revised,
        "select observation_id, x0, y0, x1, y1 from mart.observations join mart.cells using (cell_id)"
        " where cells.page = 2 and value_raw = '12.05%'",
    )[0]
    result = tongbao(revised, "trace", wanted)
    assert result.returncode == 0, result.stderr
    assert "第 2 页" in result.stdout
    assert "12.05%" in result.stdout.split("▶")[1].splitlines()[0]
    path = revised / "traces" / f"{wanted}.png"
    assert f"图   {path}" in result.stdout
    pixels = 150 / 72
    width, height = Image.open(path).size
    assert abs(width - 595.3 * pixels) < 2  # A4 at 150 dpi
    assert abs(height - 841.9 * pixels) < 2
    left, top, right, bottom = red(path)
    for drawn, edge in zip((left, top, right, bottom), (x0, y0, x1, y1), strict=True):
        assert abs(drawn / pixels - edge) < 4


def test_the_picture_goes_where_it_is_wanted(revised: Path, tongbao: Call, tmp_path: Path) -> None:
    (wanted,) = rows(
        revised,
        "select cell_id from mart.cells join mart.documents using (document_id)"
        " where media_type = 'application/pdf' and text = '12.05%'",
    )[0]
    target = tmp_path / "a" / "place.png"
    assert tongbao(revised, "trace", wanted, "--picture", str(target)).returncode == 0
    assert target.read_bytes().startswith(b"\x89PNG")


def test_a_sentence_of_a_pdf_is_framed_where_its_words_stand(revised: Path, tongbao: Call) -> None:
    (wanted, quote) = rows(
        revised,
        "select statement_id, quote from mart.statements join mart.documents using (document_id)"
        " where media_type = 'application/pdf' order by char_start",
    )[0]
    shown = tongbao(revised, "trace", wanted).stdout
    assert quote in shown
    assert "，第 1 页" in shown
    left, top, right, bottom = red(revised / "traces" / f"{wanted}.png")
    assert right - left > 2 * (bottom - top)


def test_a_figure_of_a_text_shows_its_line(revised: Path, tongbao: Call) -> None:
    result = tongbao(revised, "trace", f"{short_id(original())}-t01-r023-c06-v1")
    assert "原文第 129 行" in result.stdout
    assert "原文 22 殷都区公安分局 143 100.00% 64 44.44%" in result.stdout
    assert "图 " not in result.stdout
    assert "1-june.txt（20" in result.stdout  # the address, and the time


def test_a_figure_of_a_web_page_shows_its_line(revised: Path, tongbao: Call) -> None:
    (wanted, line, raw, uri) = rows(
        revised,
        "select observation_id, source_line, value_raw, source_uri from mart.observations"
        " join mart.cells using (cell_id) join mart.documents on documents.document_id = cells.document_id"
        " where media_type = 'text/html' and value_raw like '%.%' order by observation_id",
    )[0]
    shown = tongbao(revised, "trace", wanted).stdout
    assert f"原文第 {line} 行" in shown
    page = Path(uri.removeprefix("file://")).read_text(encoding="utf-8").splitlines()
    assert raw in page[line - 1] + page[line]  # the cell begins there


def test_a_figure_of_a_docx_shows_table_and_row(revised: Path, tongbao: Call) -> None:
    (wanted,) = rows(
        revised,
        "select observation_id from mart.observations join mart.documents using (document_id)"
        " where media_type like '%wordprocessing%' and row_no = 2 and column_no = 3",
    )[0]
    result = tongbao(revised, "trace", wanted, "--picture", "no.png")
    assert "文中第 1 张表，第 2 行第 3 列" in result.stdout
    assert "only pages of PDF files are drawn" in result.stderr


def test_a_correction_is_shown_beside_the_printed_figure(revised: Path, tongbao: Call) -> None:
    new = short_id(revision())
    shown = tongbao(revised, "trace", f"{new}-t01-r030-c03-v1").stdout
    assert "数值 22 项（印为 22）" in shown
    assert "说明 更正：印刷为 22，应为 23：来函更正（王，2024-01-05）" in shown
    found = rows(
        revised,
        "select kind, locator from mart.review_items where kind like 'correction%'"
        f" and document_id like '{new}%' order by kind",
    )
    assert found == [
        ("correction", f"{new}-t01-r030-c03"),
        ("correction_stale", "附件1 第 23 行第 6 列"),  # the later version prints 44.06 %
    ]
