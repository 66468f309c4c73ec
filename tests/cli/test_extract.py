"""`tongbao extract` and the processes it reads in: limits of time and memory, and others left alone."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from pipelines.cli.extract import draw_pages, extract_files
from pipelines.ingest.worker_pool import Stopped, each_apart
from tests.extractors.pdf.drawing import Passwords, pdf, ruled

OFFICES = [["No", "Name", "Items"], ["1", "alpha", "12"], ["2", "beta", "7"], ["3", "gamma", "23"]]


def work(job: str) -> int:
    """What a reader may do to its process."""
    if job == "hang":
        time.sleep(60)
    if job == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "hog":
        return len(bytearray(3 * 1024**3))
    if job == "fail":
        raise KeyError("lost")
    return len(job)


def test_each_document_has_its_own_fate() -> None:
    results = list(
        each_apart(
            work, ["fine", "hang", "die", "hog", "fail", "good!"], workers=2, seconds=3, memory=1024**3
        )
    )
    assert results[0] == 4 and results[5] == 5
    stopped = [result for result in results if isinstance(result, Stopped)]
    assert [result.code for result in stopped] == [
        "too_slow",
        "reader_died",
        "too_much_memory",
        "reader_failed",
    ]
    assert [result.reason for result in stopped[:1]] == [
        "took more than 3 s to read and was stopped; split the document."
    ]
    assert "exit code -9" in stopped[1].reason
    assert "more than 1 GiB" in stopped[2].reason
    assert "KeyError: 'lost'" in stopped[3].reason


@pytest.mark.parametrize("job", ["hang", "die", "hog"])
def test_a_single_document_is_read_in_a_copy_of_the_process(job: str) -> None:
    (result,) = each_apart(work, [job], seconds=1, memory=1024**3, forked=True)
    assert isinstance(result, Stopped)


def test_a_file_that_hangs_leaves_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hanging, locked, good = tmp_path / "hanging.pdf", tmp_path / "locked.pdf", tmp_path / "good.pdf"
    os.mkfifo(hanging)  # nobody ever writes into it
    locked.write_bytes(pdf([ruled(OFFICES)], Passwords(user="open", owner="secret")))
    good.write_bytes(pdf([ruled(OFFICES)]))
    out = tmp_path / "out"
    failed = extract_files([str(hanging), str(locked), str(good)], "json", out, seconds=4)
    said = capsys.readouterr().err
    assert failed == 2
    assert "hanging.pdf: took more than 4 s to read and was stopped" in said
    assert "locked.pdf: The PDF can't be opened without a password." in said
    assert [path.name for path in out.iterdir()] == ["good.pdf.json"]
    (table,) = json.loads((out / "good.pdf.json").read_text(encoding="utf-8"))
    assert [row["cells"] for row in table["rows"]] == OFFICES[1:]


def test_a_single_file_has_the_limit_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hanging = tmp_path / "hanging.pdf"
    os.mkfifo(hanging)
    assert extract_files([str(hanging)], "csv", None, seconds=1) == 1
    assert "took more than 1 s" in capsys.readouterr().err
    good = tmp_path / "good.pdf"
    good.write_bytes(pdf([ruled(OFFICES)]))
    assert extract_files([str(good)], "csv", None) == 0
    assert capsys.readouterr().out.splitlines()[1:3] == ["row_kind,No,Name,Items", "data,1,alpha,12"]


def test_pictures_of_pdfs_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, letter = tmp_path / "good.pdf", tmp_path / "letter.txt"
    good.write_bytes(pdf([ruled(OFFICES)]))
    letter.write_text("关于办件情况的通报", encoding="utf-8")
    draw_pages([str(letter), str(good)], tmp_path / "drawn")
    said = capsys.readouterr().err
    assert "letter.txt: has no pages to draw" in said
    drawn = {path.suffix for path in (tmp_path / "drawn" / "good.pdf").iterdir()}
    assert drawn == {".png", ".txt"}  # the page, and its heading tree


def test_what_a_person_should_look_at_is_said_beside_the_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off = tmp_path / "cut.pdf"
    cut_off.write_bytes(pdf([ruled(OFFICES)]).rpartition(b"%%EOF")[0])
    assert extract_files([str(cut_off)], "csv", None) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[1:3] == ["row_kind,No,Name,Items", "data,1,alpha,12"]
    (line,) = printed.err.splitlines()
    assert line.startswith(f"tongbao: {cut_off}: The PDF does not end as PDFs do: it may be cut off")
