"""Every identity of the 25 tables, worked out by hand, against mart.reconciliation: none missed, none invented."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.paths import EXPECTED

Key = tuple[str, int | None, int, str, str]


def _plain(path: str) -> str:
    return "".join(path.split())


@pytest.fixture(scope="module")
def found(home: Path, bulletins: list[Path]) -> dict[Key, list[tuple[Any, ...]]]:
    """Checks of tables by document, annex, row, column and kind."""
    numbers = {hashlib.sha256(path.read_bytes()).hexdigest(): path.name[:3] for path in bulletins}
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select reconciliation.document_id, attachment_no, row_no, column_path, kind, published, recomputed, verdict, formula"
            " from mart.reconciliation join mart.columns using (table_id, column_no)"
            " join mart.tables using (table_id) where row_no is not null"
        ).fetchall()
    checks: dict[Key, list[tuple[Any, ...]]] = {}
    for document_id, attachment, row_no, path, kind, *rest in rows:
        checks.setdefault((numbers[document_id], attachment, row_no, _plain(path), kind), []).append(
            tuple(rest)
        )
    return checks


@pytest.fixture(scope="module")
def expected() -> dict[Key, dict[str, Any]]:
    truth = json.loads((EXPECTED / "reconciliation.json").read_text(encoding="utf-8"))
    return {(c["document"], c["attachment"], c["row_no"], _plain(c["column"]), c["kind"]): c for c in truth}


def test_no_identity_is_missed(found: dict[Key, Any], expected: dict[Key, Any]) -> None:
    assert sorted(set(expected) - set(found), key=str) == []


def test_no_identity_is_invented(found: dict[Key, Any], expected: dict[Key, Any]) -> None:
    assert sorted(set(found) - set(expected), key=str) == []


def test_each_has_one_check_with_the_right_figures_and_verdict(
    found: dict[Key, Any], expected: dict[Key, Any]
) -> None:
    for key, truth in expected.items():
        if key not in found:
            continue
        assert len(found[key]) == 1, key
        published, recomputed, verdict, formula = found[key][0]
        assert verdict == truth["verdict"], (key, formula)
        assert published == pytest.approx(float(Decimal(truth["published"]))), key
        assert recomputed == pytest.approx(float(Decimal(truth["recomputed"])), abs=1e-5), (key, formula)


# --- the prose


def _number(text: str) -> float | None:
    try:
        return float(Decimal(text))
    except ArithmeticError:
        return None


@pytest.fixture(scope="module")
def prose_mismatches(home: Path, bulletins: list[Path]) -> list[tuple[str, str, float, str]]:
    """(document, kind, published, names) of every contradiction that the models find in the prose."""
    numbers = {hashlib.sha256(path.read_bytes()).hexdigest(): path.name[:3] for path in bulletins}
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select document_id, kind, published, coalesce(entity_raw, '') from mart.reconciliation"
            " where row_no is null and verdict = 'mismatch'"
        ).fetchall()
    return [(numbers[document_id], kind, published, names) for document_id, kind, published, names in rows]


@pytest.fixture(scope="module")
def prose_truth() -> list[dict[str, Any]]:
    checks = json.loads((EXPECTED / "prose_checks.json").read_text(encoding="utf-8"))
    return [check for check in checks if check["verdict"] == "mismatch"]


def _agree(truth: dict[str, Any], found: tuple[str, str, float, str]) -> bool:
    document, kind, published, names = found
    if truth["document"] != document:
        return False
    if truth["kind"] == "ranking":
        return kind == "ranking" and _plain(truth["published"]) == _plain(names)
    value = _number(truth["published"])
    return value is not None and abs(value - published) < 1e-6


def test_contradictions_in_the_prose_are_found(
    prose_truth: list[dict[str, Any]], prose_mismatches: list[tuple[str, str, float, str]]
) -> None:
    """All that rest on no assumption about the scope."""
    sure = [check for check in prose_truth if not check["debatable"]]
    missed = [check for check in sure if not any(_agree(check, found) for found in prose_mismatches)]
    assert [(check["quote"], check["why"]) for check in missed] == []
    assert len(sure) == 9


def test_no_contradiction_in_the_prose_is_invented(
    prose_truth: list[dict[str, Any]], prose_mismatches: list[tuple[str, str, float, str]]
) -> None:
    invented = [found for found in prose_mismatches if not any(_agree(check, found) for check in prose_truth)]
    assert invented == []
