"""The parsed models are made once for all homes, and for a home alone where nothing can be written beside Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.home.paths import Home
from pipelines.orchestration.dbt import dbt_project


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Where the project was parsed into, with a parse that takes no seconds."""
    folders: list[Path] = []

    def parse(home: Home, folder: Path, version: str) -> None:
        folders.append(folder)
        folder.mkdir(parents=True)
        (folder / "column_lineage.json").write_text("{}")
        (folder / "manifest.version").write_text(version)

    monkeypatch.setattr(dbt_project, "_parse", parse)
    monkeypatch.setattr(dbt_project.sys, "prefix", str(tmp_path / "python"))
    return folders


def test_a_second_home_finds_what_the_first_one_parsed(parsed: list[Path], tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    first = dbt_project.ensure_manifest(Home(tmp_path / "a"))
    second = dbt_project.ensure_manifest(Home(tmp_path / "b"))
    assert first == second == tmp_path / "python/share/tongbao" / f"models-{dbt_project.models_version()}"
    assert len(parsed) == 1
    assert sorted(path.name for path in first.parent.iterdir()) == [first.name]


def test_an_install_leaves_only_its_own(parsed: list[Path], tmp_path: Path) -> None:
    older = tmp_path / "python/share/tongbao/models-0"
    older.mkdir(parents=True)
    folder = dbt_project.parse_for_all_homes()
    assert list(older.parent.iterdir()) == [folder]


def test_a_damaged_one_is_made_anew(parsed: list[Path], tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    folder = dbt_project.ensure_manifest(Home(tmp_path / "a"))
    (folder / "manifest.version").write_text("another")
    assert dbt_project.ensure_manifest(Home(tmp_path / "b")) == folder
    assert (folder / "manifest.version").read_text() == dbt_project.models_version()
    assert len(parsed) == 2


def test_a_home_has_its_own_where_pythons_folder_is_not_the_users(
    parsed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbt_project.os, "access", lambda *_: False)
    home = Home(tmp_path / "a")
    assert dbt_project.ensure_manifest(home) == home.dbt_target
    assert parsed == [home.dbt_target]
