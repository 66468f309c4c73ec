"""The words of a step that failed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pipelines.orchestration.instance.step_failures import words_of


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("dagster._core.definitions.events.Failure: no listing could be read\n", "no listing could be read"),
        ("ValueError: a\nb\n", "ValueError: a\nb"),
        ("dagster._core.definitions.events.Failure: ", "dagster._core.definitions.events.Failure:"),
        ("", "failed"),
    ],
)
def test_the_words_are_those_of_the_cause_and_never_none(message: str, words: str) -> None:
    failure = SimpleNamespace(error=SimpleNamespace(message=message, cause=None))
    assert words_of(failure) == words


def test_without_an_error_it_failed() -> None:
    assert words_of(None) == "failed"
