"""Compare what was read with what was worked out by hand; used by the tests and by hand.

`python -m tests.meaning.prose.scoring` prints the numbers, the misses and what was found beyond the truth.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractors.model import Document
from extractors.reading import read_document
from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.prose import ProseReading, Statement, Target, read_prose
from pipelines.meaning.regions import Regions
from tests.paths import BULLETINS, FIXTURES

TRUTH = FIXTURES / "statements"


@lru_cache(maxsize=1)
def tools() -> tuple[IndicatorResolver, Regions]:
    return IndicatorResolver.load(), Regions.load()


@lru_cache(maxsize=16)
def read(name: str) -> tuple[Document, ProseReading]:
    """A bulletin and what its prose says."""
    document = read_document((BULLETINS / name).read_bytes(), name=name)
    return document, read_text(document)


def read_text(document: Document) -> ProseReading:
    indicators, regions = tools()
    place = regions.resolve(document.front.place_name, None) if document.front.place_name else None
    return read_prose(
        document, indicators=indicators, regions=regions, region=place.region if place else None
    )


def truths() -> list[dict[str, Any]]:
    """The hand-made truth of each bulletin."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(TRUTH.glob("[0-9]*.json"))]


def target_truths() -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = json.loads((TRUTH / "targets.json").read_text(encoding="utf-8"))
    return loaded


@dataclass
class Score:
    """Counts of one comparison; `misses` and `extra` name what is wrong."""

    truth: int = 0
    found: int = 0
    matched: int = 0
    right: dict[str, int] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.matched / self.truth if self.truth else 1.0

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 1.0

    def share(self, field_name: str) -> float:
        return self.right.get(field_name, 0) / self.matched if self.matched else 1.0

    def check(self, field_name: str, good: bool, message: str) -> None:
        self.right[field_name] = self.right.get(field_name, 0) + good
        if not good:
            self.wrong.append(f"{field_name}: {message}")

    def __str__(self) -> str:
        fields = ", ".join(f"{name} {count}/{self.matched}" for name, count in self.right.items())
        return f"recall {self.matched}/{self.truth}, precision {self.matched}/{self.found}; {fields}"


def score_statements() -> Score:
    """All statements of the five bulletins against the truth."""
    score = Score()
    for truth in truths():
        document, reading = read(truth["document"])
        left = list(reading.statements)
        score.found += len(left)
        for row in truth["statements"]:
            score.truth += 1
            match = next((s for s in left if _same(row, s, document.text)), None)
            if match is None:
                score.misses.append(
                    f"{truth['document']}: {row['quote']} {row['value']} {row['unit']} {row['kind']}"
                )
                continue
            left.remove(match)
            score.matched += 1
            told = f"{row['quote']!r}: "
            score.check(
                "scope",
                _same_owner(row, match),
                f"{told}{match.scope}/{match.subject}, not {row['scope']}/{row['place']}",
            )
            score.check("unit", match.unit == row["unit"], f"{told}{match.unit}, not {row['unit']}")
            score.check(
                "comparator",
                match.comparator == row["comparator"],
                f"{told}{match.comparator}, not {row['comparator']}",
            )
            score.check(
                "as_of",
                (str(match.as_of) if match.as_of else None) == row["as_of"],
                f"{told}{match.as_of}, not {row['as_of']}",
            )
            score.check(
                "indicator",
                match.indicator_id == row["indicator_id"],
                f"{told}{match.indicator_raw} → {match.indicator_id} ({match.indicator_status}), not "
                f"{row['indicator_id']} {row['indicator']}",
            )
        score.extra += [
            f"{truth['document']}: {s.kind} {s.quote!r} {s.value} {s.indicator_raw}" for s in left
        ]
    return score


def _same(row: dict[str, Any], statement: Statement, text: str) -> bool:
    """The same figure at the same place with the same value and kind; lists by their place and indicator."""
    start: int = text.find(row["quote"])
    end: int = start + len(row["quote"])
    if statement.kind != row["kind"] or not (statement.char_start < end and start < statement.char_end):
        return False
    if row["value"] is None:
        same = row["indicator_id"] is None or statement.indicator_id == row["indicator_id"]
        return statement.value is None and bool(same)
    if statement.value is None or bool(float(statement.value) != row["value"]):
        return False
    number: int = start + row["quote"].find(row["figure"])
    return bool(number - 2 <= statement.figure_start < number + len(row["figure"]))


def _same_owner(row: dict[str, Any], statement: Statement) -> bool:
    if row["place"] is None:
        return bool(statement.scope == row["scope"])
    subject = statement.subject or ""
    named = row["place"] in subject or (subject != "" and subject in row["place"])
    return statement.scope is None and bool(named)


def score_targets() -> Score:
    """All targets, thresholds and tasks, against the truth."""
    score = Score()
    for name, rows in target_truths().items():
        document, reading = read(name)
        left = list(reading.targets)
        score.found += len(left)
        for row in rows:
            score.truth += 1
            match = next((t for t in left if _same_target(row, t, document.text)), None)
            told = f"{name} {row['clause']} {row['quote']!r}"
            if match is None:
                score.misses.append(told)
                continue
            left.remove(match)
            score.matched += 1
            for key in ("clause", "comparator", "unit", "responsible"):
                score.check(
                    key, getattr(match, key) == row[key], f"{told}: {getattr(match, key)}, not {row[key]}"
                )
            deadline = str(match.deadline) if match.deadline else None
            score.check("deadline", deadline == row["deadline"], f"{told}: {deadline}, not {row['deadline']}")
        score.extra += [f"{name} {t.clause} {t.quote!r} {t.threshold}" for t in left]
    return score


def _same_target(row: dict[str, Any], target: Target, text: str) -> bool:
    start: int = text.find(row["quote"])
    end: int = start + len(row["quote"])
    if not (target.char_start < end and start < target.char_end):
        return False
    if row["threshold"] is None or target.threshold is None:
        return row["threshold"] is None and target.threshold is None
    return bool(float(target.threshold) == row["threshold"])


if __name__ == "__main__":
    for title, result in (("statements", score_statements()), ("targets", score_targets())):
        print(f"{title}: {result}")
        for label, lines in (
            ("missed", result.misses),
            ("beyond the truth", result.extra),
            ("wrong", result.wrong),
        ):
            for line in lines:
                print(f"  {label}: {line}")
