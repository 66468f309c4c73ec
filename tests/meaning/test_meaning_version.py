"""A change anywhere in the room of meaning makes documents be read again: no file can be forgotten in a list."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines import meaning
from pipelines.home.fingerprints import SUFFIXES
from pipelines.home.paths import Home
from pipelines.ingest.versions import meaning_version


def test_a_change_of_any_file_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "meaning"
    shutil.copytree(Path(meaning.__file__).parent, room, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(meaning, "__file__", str(room / "__init__.py"))
    home = Home(tmp_path / "home")
    before = meaning_version(home)
    deciding = [file for file in room.rglob("*") if file.is_file()]
    assert {file.suffix for file in deciding} <= set(SUFFIXES)
    for file in deciding:
        printed = file.read_bytes()
        file.write_bytes(printed + b"\n")
        assert meaning_version(home) != before, file.name
        file.write_bytes(printed)
    assert meaning_version(home) == before
    (room / "tables" / "a_new_rule.py").write_text("", encoding="utf-8")
    assert meaning_version(home) != before
