"""Checks that failed, as an alert tells them: which documents, why, how many."""

from __future__ import annotations

import dagster as dg
import pytest


def test_the_documents_and_their_reasons_are_named() -> None:
    from pipelines.orchestration.defs.checks import named

    assert named([]) is None
    assert named([("cut.pdf", "The PDF is cut off.\nFetch it again.")]) == (
        "cut.pdf: The PDF is cut off. Fetch it again."
    )
    assert named([(f"{n}.txt", "empty") for n in range(5)]) == (
        "0.txt: empty; 1.txt: empty; 2.txt: empty; … and 2 more"
    )


@pytest.mark.parametrize("words", ["cut.pdf: The PDF is cut off.", None])
def test_an_alert_carries_what_the_check_says(words: str | None) -> None:
    from pipelines.orchestration.defs.automation import _failed_checks, failed_in_words

    @dg.asset
    def documents() -> None: ...

    @dg.asset_check(asset=documents)
    def none_in_quarantine() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=False, description=words, metadata={"quarantined": 1, "list": "x"})

    @dg.asset_check(asset=documents)
    def a_finding() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN, description="mere")

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([documents, none_in_quarantine, a_finding], instance=instance)
        (check,) = _failed_checks(instance, result.run_id)
    if words:
        assert check.fact == f"documents none_in_quarantine: {words} · quarantined 1"
        assert failed_in_words([check]) == f"1 check failed: {words}"
    else:
        assert check.fact == "documents none_in_quarantine: quarantined 1"
        assert failed_in_words([check]) == "1 check failed: documents none_in_quarantine"
    assert failed_in_words([check, check]).startswith("2 checks failed: ")
