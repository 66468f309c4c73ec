"""What waits for a decision, as forms: rows of the store that lack only what a person knows.

Belongs here: which names are open, each once, the shape of the forms, and which decisions are not needed any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import yaml

from pipelines.meaning.decisions.decision_file import VERSION
from pipelines.meaning.judgement import Judgement, Question, Verdict
from pipelines.meaning.names.name_folding import compared
from pipelines.meaning.names.name_match import NameMatch, Status

_FORM = "# Fill in verdict (same, different, unsure), answer, who and when; put the rows into decisions/decisions.yml.\n"


def open_names(matches: Iterable[NameMatch]) -> list[NameMatch]:
    """What a person should decide: names not accepted, each once, the likeliest answer first.

    Totals and places are no names of offices and are left out.
    """
    seen: dict[tuple[str, str | None], NameMatch] = {}
    for match in matches:
        if match.status is not Status.ACCEPTED and match.method != "total":
            seen.setdefault((compared(match.name), match.region_code), match)
    return sorted(seen.values(), key=lambda m: (-m.score, m.name, m.region_code or ""))


def form_of_names(items: Sequence[NameMatch]) -> str:
    """The open names, with what is proposed for each and why."""
    return _form(
        {
            Question.NAME.value: item.name,
            "verdict": Verdict.SAME.value if item.function_id else "",
            "answer": item.function_id or "",
            "who": "",
            "when": "",
            "why": item.evidence,
        }
        for item in items
    )


def form_of_phrasings(items: Iterable[tuple[str, str | None]]) -> str:
    """The open phrasings, with what is proposed for each."""
    return _form(
        {Question.PHRASING.value: phrasing, "verdict": "", "answer": proposal or "", "who": "", "when": ""}
        for phrasing, proposal in items
    )


def unused(judgements: Iterable[Judgement], names: Iterable[str]) -> list[Judgement]:
    """Judgements of names that none of `names` (all names in the documents, as printed) is any more."""
    used = {compared(name) for name in names}
    return [j for j in judgements if j.question is Question.NAME and compared(j.subject) not in used]


def _form(rows: Iterable[dict[str, str]]) -> str:
    form = {"version": VERSION, "decisions": list(rows)}
    return _FORM + yaml.safe_dump(form, allow_unicode=True, sort_keys=False)
