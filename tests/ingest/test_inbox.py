"""The inbox: whole files are taken once, files that are being written are left alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipelines.ingest.inbox import SETTLED_SECONDS, TRUNCATED_SECONDS, arrivals


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def later(seconds: float = SETTLED_SECONDS + 1) -> float:
    return time.time() + seconds


def test_a_file_is_taken_once_it_has_settled(tmp_path: Path) -> None:
    (tmp_path / "通报.txt").write_text("通报", encoding="utf-8")
    assert names(arrivals([tmp_path], {}).waiting) == ["通报.txt"]
    first = arrivals([tmp_path], {}, later())
    assert names(first.ready) == ["通报.txt"]
    assert arrivals([tmp_path], first.seen, later()).ready == []


def test_a_changed_file_is_new_again_and_a_vanished_one_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "通报.txt"
    path.write_text("通报", encoding="utf-8")
    first = arrivals([tmp_path], {}, later())
    path.write_text("通报（更正）", encoding="utf-8")
    assert names(arrivals([tmp_path], first.seen, later()).ready) == ["通报.txt"]
    path.unlink()
    assert arrivals([tmp_path], first.seen, later()).seen == {}


def test_a_file_that_is_open_for_writing_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "通报.txt"
    with path.open("w", encoding="utf-8") as writer:
        writer.write("一半")
        writer.flush()
        assert names(arrivals([tmp_path], {}, later()).waiting) == ["通报.txt"]
        assert names(arrivals([tmp_path], {}, later(2 * TRUNCATED_SECONDS)).waiting) == ["通报.txt"]
    with path.open("rb"):
        assert names(arrivals([tmp_path], {}, later()).ready) == ["通报.txt"]


@pytest.mark.parametrize(
    ("half", "whole"),
    [
        (b"%PDF-1.7\n1 0 obj", b"%PDF-1.7\n1 0 obj\nstartxref\n9\n%%EOF\n"),
        (b"PK\x03\x04word/", b"PK\x03\x04word/" + b"PK\x05\x06" + bytes(18)),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", b"<!DOCTYPE html><p></p></HTML>\n"),
    ],
)
def test_a_truncated_file_waits_until_patience_ends(tmp_path: Path, half: bytes, whole: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(half)
    assert names(arrivals([tmp_path], {}, later()).waiting) == ["a"]
    assert names(arrivals([tmp_path], {}, later(TRUNCATED_SECONDS + 9)).ready) == ["a"]
    path.write_bytes(whole)
    assert names(arrivals([tmp_path], {}, later()).ready) == ["a"]


def test_hidden_and_temporary_names_and_folders_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden", "a.part", "b.crdownload", "~$c.docx", "d.docx~", ".git/e.txt", "2021/f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = arrivals([tmp_path], {}, later())
    assert names(found.ready) == ["f.txt"] and found.waiting == []


def test_a_copy_that_carries_an_old_time_still_has_to_settle(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    os.utime(path, (0, 0))
    assert names(arrivals([tmp_path], {}).waiting) == ["a.txt"]


def test_an_empty_file_waits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert names(arrivals([tmp_path], {}, later()).waiting) == ["a.txt"]
    assert names(arrivals([tmp_path], {}, later(TRUNCATED_SECONDS + 9)).ready) == ["a.txt"]
