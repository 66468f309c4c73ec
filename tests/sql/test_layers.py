"""Each layer reads only the one before it, and docs/naming.md lists every model as it is."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from pipelines.home.paths import Home
from pipelines.orchestration.dbt.dbt_project import ensure_manifest, read_manifest
from tests.paths import ROOT
from tests.sql.dbt import SQL

ORDER = {"source": 0, "staging": 1, "core": 2, "mart": 3}


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read_manifest(ensure_manifest(Home(tmp_path_factory.mktemp("home"))))


def models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {id: node for id, node in manifest["nodes"].items() if node["resource_type"] == "model"}


def test_every_raw_table_has_its_staging_model_which_reads_nothing_else(manifest: dict[str, Any]) -> None:
    read = {
        node["name"]: [manifest["sources"][source]["name"] for source in node["depends_on"]["nodes"]]
        for node in models(manifest).values()
        if node["schema"] == "staging"
    }
    assert read == {f"stg_{source['name']}": [source["name"]] for source in manifest["sources"].values()}


def test_nothing_but_staging_reads_the_raw_tables(manifest: dict[str, Any]) -> None:
    """No model of another layer, no data test and no unit test."""
    readers = {
        node["name"]: node["schema"]
        for node in (*manifest["nodes"].values(), *manifest["unit_tests"].values())
        if any(parent.startswith("source.") for parent in node["depends_on"]["nodes"])
    }
    assert set(readers.values()) == {"staging"}
    in_words = [
        path.relative_to(SQL).as_posix()
        for path in SQL.rglob("*.sql")
        if "staging" not in path.parts and "from raw." in path.read_text(encoding="utf-8")
    ]
    assert in_words == []


def test_no_layer_reads_a_later_one(manifest: dict[str, Any]) -> None:
    layers = {id: ORDER[node["schema"]] for id, node in models(manifest).items()}
    layers |= dict.fromkeys(manifest["sources"], ORDER["source"])
    for id, node in models(manifest).items():
        assert all(layers[parent] <= layers[id] for parent in node["depends_on"]["nodes"]), node["name"]


def test_the_page_of_names_lists_every_model_with_its_subject_and_grain(manifest: dict[str, Any]) -> None:
    """A line for each model: the folder is its subject, the first sentence of its description its grain."""
    lines = (ROOT / "docs" / "naming.md").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line.startswith(("| `staging.", "| `core.", "| `mart."))]
    expected = {_line(node) for node in models(manifest).values()}
    assert sorted(listed) == sorted(expected)


def _line(node: dict[str, Any]) -> str:
    layer, subject = PurePosixPath(node["original_file_path"]).parts[1:3]
    assert layer == node["schema"]
    before, one_row_for_each, grain = node["description"].partition("One row for each ")
    assert not before and one_row_for_each, node["name"]
    return f"| `{layer}.{node['name']}` | {subject} | {grain.split('. ')[0].rstrip('.')} |"
