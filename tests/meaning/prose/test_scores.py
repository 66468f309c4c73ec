"""The five bulletins against the truth that was worked out by hand (fixtures/statements)."""

from __future__ import annotations

import pytest

from pipelines.meaning.prose import Kind, account
from tests.meaning.prose.scoring import read, score_statements, score_targets, target_truths, truths
from tests.meaning.prose.setting import places


def test_statements_of_the_bulletins() -> None:
    score = score_statements()
    print(f"\nstatements: {score}")
    report = "\n".join([*score.misses, *score.extra, *score.wrong])
    assert score.truth == sum(len(truth["statements"]) for truth in truths()) > 150
    assert score.recall >= 0.97, report
    assert score.precision >= 0.95, report
    for field, least in (
        ("scope", 0.95),
        ("unit", 0.97),
        ("comparator", 0.97),
        ("as_of", 0.97),
        ("indicator", 0.95),
    ):
        assert score.share(field) >= least, f"{field}\n{report}"


def test_targets_of_the_bulletins() -> None:
    score = score_targets()
    print(f"\ntargets: {score}")
    assert score.truth > 60
    assert not score.misses, score.misses
    assert not score.extra, score.extra
    assert not score.wrong, score.wrong


def test_the_notice_has_a_target_in_every_clause() -> None:
    name = next(name for name, rows in target_truths().items() if len(rows) > 50)
    _, reading = read(name)
    clauses = {target.clause for target in reading.targets}
    assert len(clauses) == 27
    assert all(target.responsible for target in reading.targets)


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["document"][:3])
def test_every_digit_is_accounted_for(truth: dict[str, object]) -> None:
    document, reading = read(str(truth["document"]))
    sums = account(document, reading)
    assert sums.balanced, sums
    assert sums.printed > 30
    assert sums.in_review == 0


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["document"][:3])
def test_what_is_no_statement_is_none(truth: dict[str, object]) -> None:
    document, reading = read(str(truth["document"]))
    rows = truth["not_statements"]
    assert isinstance(rows, list)
    for row in rows:
        if row["rule"] in {"idiom", "indefinite", "scoring_step"} or not any(
            c.isdigit() for c in row["text"]
        ):
            continue
        start = document.text.find(row["text"])
        end = start + len(row["text"])
        digits = {i for i in range(start, end) if document.text[i].isdigit()}
        ignored = {i for item in reading.ignored for i in range(item.char_start, item.char_end)}
        said = {i for s in reading.statements for i in range(s.figure_start, s.figure_end)}
        # Some rows carry a figure beside the date (1-6月共2个): at least what the row is about is ignored.
        assert digits & ignored, row
        assert not (digits & said) or digits - said, row


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["document"][:3])
def test_quotes_are_where_they_say(truth: dict[str, object]) -> None:
    document, reading = read(str(truth["document"]))
    for item in places(reading):
        assert document.text[item.char_start : item.char_end] == item.quote
    for statement in reading.statements:
        if statement.kind is not Kind.RANK or statement.value is not None:
            assert statement.value_raw in statement.quote
