"""What waits for a decision: listed once, as rows of the store to be filled in."""

from __future__ import annotations

from pathlib import Path

import yaml

from pipelines.home.paths import Home
from pipelines.meaning.decisions.decision_store import load_judgements
from pipelines.meaning.decisions.review_forms import form_of_names, form_of_phrasings, open_names, unused
from pipelines.meaning.judgement import Judgement
from pipelines.meaning.names import NameResolver

_NAMES = ["宁国市广电局", "宁国市公安局", "农商局", "合计", "宁国市广电局"]


def test_what_is_open_is_listed_once_with_its_evidence() -> None:
    resolver = NameResolver.load()
    items = open_names(resolver.resolve(name, "安徽省宣城市宁国市") for name in _NAMES)
    assert [item.name for item in items] == ["农商局", "宁国市广电局"]
    form = yaml.safe_load(form_of_names(items))
    assert [row["answer"] for row in form["decisions"]] == ["agriculture", "culture_tourism"]


def test_a_form_that_is_filled_in_is_a_file_of_decisions(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.decisions.mkdir()
    form = form_of_phrasings([("群众获得感", "satisfaction_rate")])
    for key, said in (("verdict", "same"), ("who", "王"), ("when", "2026-03-01")):
        form = form.replace(f"{key}: ''", f"{key}: {said}")
    (home.decisions / "decisions.yml").write_text(form, encoding="utf-8")
    (judgement,) = load_judgements(home)
    assert (judgement.subject, judgement.answer, judgement.day) == (
        "群众获得感",
        "satisfaction_rate",
        "2026-03-01",
    )


def test_a_decision_that_no_document_needs_is_reported() -> None:
    rows = [("name", "广电局"), ("name", "旧名局"), ("phrasing", "旧名")]
    judgements = [
        Judgement.model_validate(
            {kind: text, "verdict": "same", "answer": "audit", "who": "Li", "when": "2024-05-01"}
        )
        for kind, text in rows
    ]
    assert [j.subject for j in unused(judgements, ["广 电局", "公安局"])] == ["旧名局"]
