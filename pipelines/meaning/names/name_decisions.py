"""Decisions of people about names, kept as a plain file that can be read, versioned and shared.

The file (`decisions/names.yml` in the home) is the only state. A decision holds for every document, past and
future: resolving consults it before anything else, and what is decided is never proposed again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.meaning.names.name_folding import fold_name, key
from pipelines.meaning.names.name_match import NameMatch, Status


class Verdict(StrEnum):
    """`same`: the name is the proposed function. `different`: it is not. `another`: it is the one given."""

    SAME = "same"
    DIFFERENT = "different"
    ANOTHER = "another"


class Decision(BaseModel):
    """One decision. `region` (a code) limits it to documents of that place; without it, it holds everywhere.

    `function` is the function confirmed (same), refused (different) or given (another). A function that the
    registry lacks is introduced by giving `function_name` too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1)
    region: str | None = None
    verdict: Verdict
    function: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    function_name: str | None = None
    who: str = Field(min_length=1)
    when: date
    why: str = ""

    @property
    def folded(self) -> str:
        """The name as it is compared."""
        return key(fold_name(self.name).text)


class _DecisionFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int = 1
    decisions: tuple[Decision, ...] = ()

    @model_validator(mode="after")
    def _no_contradiction(self) -> _DecisionFile:
        seen: dict[tuple[str, str | None], Decision] = {}
        for decision in self.decisions:
            if decision.verdict is Verdict.DIFFERENT:
                continue
            place = (decision.folded, decision.region)
            if place in seen and seen[place].function != decision.function:
                raise ValueError(
                    f"two decisions for {decision.name}: {seen[place].function}, {decision.function}"
                )
            seen[place] = decision
        return self


@dataclass(frozen=True, slots=True)
class Decisions:
    """Loaded decisions, indexed by folded name. Immutable; `record` writes a new file."""

    items: tuple[Decision, ...] = ()
    _chosen: dict[tuple[str, str | None], Decision] = field(default_factory=dict, repr=False)
    _refused: dict[tuple[str, str | None], frozenset[str]] = field(default_factory=dict, repr=False)

    @staticmethod
    def of(items: Iterable[Decision]) -> Decisions:
        """Index decisions. Raises `ValueError` when two contradict each other."""
        file = _DecisionFile(decisions=tuple(items))
        chosen = {(d.folded, d.region): d for d in file.decisions if d.verdict is not Verdict.DIFFERENT}
        refused: dict[tuple[str, str | None], frozenset[str]] = {}
        for d in file.decisions:
            if d.verdict is Verdict.DIFFERENT:
                place = (d.folded, d.region)
                refused[place] = refused.get(place, frozenset()) | {d.function}
        return Decisions(file.decisions, chosen, refused)

    def chosen(self, folded: str, region: str | None) -> Decision | None:
        """The decision that settles the name in documents of `region`; the narrower one first."""
        return self._chosen.get((folded, region)) or self._chosen.get((folded, None))

    def refused(self, folded: str, region: str | None) -> frozenset[str]:
        """The functions that the name was decided not to be."""
        if not self._refused:
            return frozenset()
        return self._refused.get((folded, region), frozenset()) | self._refused.get(
            (folded, None), frozenset()
        )

    def unused(self, names: Iterable[str]) -> list[Decision]:
        """Decisions whose name none of `names` (all names in the documents, as printed) is any more."""
        used = {key(fold_name(name).text) for name in names}
        return [decision for decision in self.items if decision.folded not in used]


def load_decisions(path: Path) -> Decisions:
    """The decisions in `path`; none if there is no such file. Raises `ValueError` naming what is wrong in it."""
    if not path.exists():
        return Decisions()
    data = yaml.safe_load(path.read_text("utf-8")) or {}
    return Decisions.of(_DecisionFile.model_validate(data).decisions)


def record(path: Path, decision: Decision) -> Decisions:
    """Add a decision to the file (replacing an earlier one on the same name, place and function) and return all.

    The file is replaced atomically, so a reader never sees half of it.
    """
    old = load_decisions(path).items
    settles = decision.verdict is not Verdict.DIFFERENT

    def superseded(other: Decision) -> bool:
        if (other.folded, other.region) != (decision.folded, decision.region):
            return False
        return other.function == decision.function or (settles and other.verdict is not Verdict.DIFFERENT)

    decisions = Decisions.of([*(d for d in old if not superseded(d)), decision])
    rows = [d.model_dump(mode="json", exclude_none=True) for d in decisions.items]
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(
        "# Decisions about names of offices; see docs/names.md.\n"
        + yaml.safe_dump({"version": 1, "decisions": rows}, allow_unicode=True, sort_keys=False),
        "utf-8",
    )
    os.replace(temporary, path)
    return decisions


def open_items(matches: Iterable[NameMatch]) -> list[NameMatch]:
    """What a person should decide: names not accepted, each once, the likeliest answer first.

    Totals and places are no names of offices and are left out.
    """
    seen: dict[tuple[str, str | None], NameMatch] = {}
    for match in matches:
        if match.status is not Status.ACCEPTED and match.method != "total":
            seen.setdefault((key(fold_name(match.name).text), match.region_code), match)
    return sorted(seen.values(), key=lambda m: (-m.score, m.name, m.region_code or ""))


def fill_in_form(items: Sequence[NameMatch]) -> str:
    """The open names as a ready-to-fill decision file: correct `verdict` and `function`, sign, and keep it."""
    rows = [
        {
            "name": item.name,
            "verdict": "same" if item.function_id else "another",
            "function": item.function_id or "",
            "who": "",
            "when": "",
            "why": item.evidence,
        }
        for item in items
    ]
    return yaml.safe_dump({"version": 1, "decisions": rows}, allow_unicode=True, sort_keys=False)
