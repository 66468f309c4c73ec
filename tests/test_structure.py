"""The shape of the code: folders that one can overlook, names that say one thing, functions that fit on a screen."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

MOST_FILES = 12
MOST_LINES = 60
MOST_PARAMETERS = 7

FOLDERS = ("pipelines", "extractors", "warehouse", "tests", "sql")
PACKAGES = ("pipelines", "extractors", "warehouse")

# `pipelines.definitions` is the address that Dagster's workspaces name; it holds nothing but an import.
TWICE = {"definitions"}
# What tools write beside the code.
WRITTEN = {"__pycache__", "target", "logs", "dbt_packages"}


def _folders(*roots: str) -> Iterator[Path]:
    for root in roots:
        for folder in (ROOT / root, *(ROOT / root).rglob("*")):
            if folder.is_dir() and not WRITTEN & set(folder.parts):
                yield folder


def _modules(*roots: str) -> list[Path]:
    return sorted(path for root in roots for path in (ROOT / root).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_folder_holds_more_files_than_one_can_overlook() -> None:
    counts = {
        _name(folder): sum(1 for file in folder.iterdir() if file.is_file() and file.suffix != ".pyc")
        for folder in _folders(*FOLDERS)
    }
    assert {name: count for name, count in counts.items() if count > MOST_FILES} == {}


def test_no_module_name_is_given_twice() -> None:
    names = Counter(path.stem for path in _modules(*PACKAGES) if path.stem != "__init__")
    assert {name for name, count in names.items() if count > 1} <= TWICE


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_what_belongs_in_it(package: str) -> None:
    silent = []
    for folder in _folders(package):
        if not any(folder.glob("*.py")):
            continue
        init = folder / "__init__.py"
        if not init.exists() or not ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))):
            silent.append(_name(folder))
    assert silent == []


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return sum(1 for parameter in named if parameter.arg not in ("self", "cls"))


@pytest.mark.parametrize("package", [*PACKAGES, "benchmarks"])
def test_functions_are_short_and_take_few_parameters(package: str) -> None:
    found = {
        f"{_name(path)}: {function.name}"
        for path in _modules(package)
        for function in _functions(path)
        if (function.end_lineno or 0) - function.lineno >= MOST_LINES
        or _parameters(function) > MOST_PARAMETERS
    }
    assert found == set()
