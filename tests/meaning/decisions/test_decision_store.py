"""The one store of decisions: read strictly, written whole, and homes that had two files are carried over."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.home.paths import Home
from pipelines.meaning.decisions.decision_file import DecisionError
from pipelines.meaning.decisions.decision_store import add_judgement, load_judgements
from pipelines.meaning.judgement import Judgement, Verdict

FORMER_NAMES = """\
# Decisions about names of offices; see docs/names.md.
# asked at the office in May
version: 1
decisions:
# the station, not the bureau
- name: 宁国市广电局          # as printed
  region: "341881"
  verdict: another            # nobody had proposed it
  function: broadcasting
  who: Li
  when: '2024-05-01'
  why: the list of offices names the station so

# a bank
- name: 农商局
  verdict: different
  function: agriculture
  who: Li
  when: 2024-05-02
- name: 梦想小镇专班
  verdict: same
  function: dream_town
  function_name: 梦想小镇
  who: Li
  when: '2024-05-01'
# the end
"""
FORMER_PHRASINGS = """\
decisions:
    - phrasing: 群众获得感
      indicator: satisfaction_rate
      judgement: same             # asked
      who: 王
      when: 2022-01-01
      why: |
        two lines,
        # of which this is one
    - {phrasing: 办结率, judgement: unsure, who: 王, when: 2022-01-02}
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "decisions").mkdir()
    return Home(tmp_path)


def written(home: Home, name: str, text: str) -> Path:
    path = home.decisions / name
    path.write_text(text, encoding="utf-8")
    return path


def judged(**said: Any) -> Judgement:
    return Judgement.model_validate({"who": "Li", "when": date(2024, 5, 1)} | said)


def told(home: Home) -> list[tuple[str, str, str | None]]:
    return [(j.subject, j.verdict.value, j.answer) for j in load_judgements(home)]


def test_a_home_without_decisions_has_none(tmp_path: Path) -> None:
    assert load_judgements(Home(tmp_path)) == ()


def test_a_file_with_nothing_but_comments_has_none(home: Home) -> None:
    written(home, "decisions.yml", "# none yet\n")
    assert load_judgements(home) == ()


def test_the_files_of_former_homes_are_read_as_they_are(home: Home) -> None:
    written(home, "names.yml", FORMER_NAMES)
    written(home, "indicators.yml", FORMER_PHRASINGS)
    assert load_judgements(home) == (
        judged(
            name="宁国市广电局",
            region="341881",
            verdict="same",
            answer="broadcasting",
            why="the list of offices names the station so",
        ),
        judged(name="农商局", verdict="different", answer="agriculture", when=date(2024, 5, 2)),
        judged(name="梦想小镇专班", verdict="same", answer="dream_town", answer_name="梦想小镇"),
        judged(
            phrasing="群众获得感",
            verdict="same",
            answer="satisfaction_rate",
            who="王",
            when=date(2022, 1, 1),
            why="two lines,\n# of which this is one\n",
        ),
        judged(phrasing="办结率", verdict="unsure", who="王", when=date(2022, 1, 2)),
    )
    assert sorted(path.name for path in home.decisions.iterdir()) == ["indicators.yml", "names.yml"]


def test_former_files_are_carried_over_with_their_comments_at_the_next_decision(home: Home) -> None:
    written(home, "names.yml", FORMER_NAMES)
    written(home, "indicators.yml", FORMER_PHRASINGS)
    before = load_judgements(home)
    new = judged(phrasing="办结率", verdict="same", answer="completion_rate", when=date(2026, 3, 1))
    assert add_judgement(home, new) == home.decisions / "decisions.yml"
    assert load_judgements(home) == (*before[:-1], new)
    assert (
        (home.decisions / "decisions.yml").read_text(encoding="utf-8")
        == """\
# Decisions of people about names and phrasings; see docs/names.md and docs/indicators.md.
# asked at the office in May
version: 2
decisions:
# the station, not the bureau
- name: 宁国市广电局          # as printed
  region: "341881"
  verdict: same            # nobody had proposed it
  answer: broadcasting
  who: Li
  when: '2024-05-01'
  why: the list of offices names the station so
# a bank
- name: 农商局
  verdict: different
  answer: agriculture
  who: Li
  when: 2024-05-02
- name: 梦想小镇专班
  verdict: same
  answer: dream_town
  answer_name: 梦想小镇
  who: Li
  when: '2024-05-01'
- phrasing: 群众获得感
  answer: satisfaction_rate
  verdict: same             # asked
  who: 王
  when: 2022-01-01
  why: |
    two lines,
    # of which this is one
- phrasing: 办结率
  verdict: same
  answer: completion_rate
  who: Li
  when: 2026-03-01
# the end
"""
    )
    assert (home.decisions / "names.yml.old").read_text(encoding="utf-8") == FORMER_NAMES
    assert (home.decisions / "indicators.yml.old").read_text(encoding="utf-8") == FORMER_PHRASINGS
    assert not (home.decisions / "names.yml").exists()


def test_what_the_program_wrote_before_is_carried_over(home: Home) -> None:
    rows = [
        {
            "name": f"第{n}局",
            "verdict": "another",
            "function": "audit",
            "who": "w",
            "when": "2024-05-01",
            "why": "",
        }
        for n in range(30)
    ]
    text = yaml.safe_dump({"version": 1, "decisions": rows}, allow_unicode=True, sort_keys=False)
    written(home, "names.yml", "# Decisions about names of offices; see docs/names.md.\n" + text)
    add_judgement(home, judged(name="最后一局", verdict="same", answer="audit"))
    assert len(load_judgements(home)) == 31
    assert (home.decisions / "decisions.yml").read_text(encoding="utf-8").count("#") == 1


def test_a_list_on_one_line_is_carried_over_too(home: Home) -> None:
    written(
        home,
        "names.yml",
        "decisions: [{name: 甲局, verdict: another, function: audit, who: Li, when: 2024-05-01}] # one\n",
    )
    add_judgement(home, judged(name="乙局", verdict="same", answer="audit"))
    assert told(home) == [("甲局", "same", "audit"), ("乙局", "same", "audit")]


def test_repeated_values_written_once_stay_right(home: Home) -> None:
    """An anchor whose entry goes takes nothing with it; the file as it was stays beside."""
    text = (
        "version: 2\ndecisions:\n"
        "- {name: &n 甲局, verdict: unsure, who: &w Li, when: 2024-05-01}\n"
        "- {name: 乙局, verdict: same, answer: audit, who: *w, when: 2024-05-01}\n"
    )
    written(home, "decisions.yml", text)
    add_judgement(home, judged(name="甲局", verdict="same", answer="finance"))
    assert told(home) == [("乙局", "same", "audit"), ("甲局", "same", "finance")]
    assert (home.decisions / "decisions.yml.old").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (("same", "culture_tourism"), ("same", "broadcasting"), [("same", "broadcasting")]),
        (("same", "broadcasting"), ("different", "broadcasting"), [("different", "broadcasting")]),
        (("different", "broadcasting"), ("same", "broadcasting"), [("same", "broadcasting")]),
        (
            ("different", "culture_tourism"),
            ("different", "broadcasting"),
            [("different", "culture_tourism"), ("different", "broadcasting")],
        ),
        (
            ("different", "culture_tourism"),
            ("same", "broadcasting"),
            [("different", "culture_tourism"), ("same", "broadcasting")],
        ),
        (("unsure", None), ("same", "broadcasting"), [("same", "broadcasting")]),
        (("same", "broadcasting"), ("unsure", None), [("unsure", None)]),
    ],
)
def test_a_later_decision_replaces_what_it_settles_anew(
    home: Home,
    first: tuple[str, str | None],
    second: tuple[str, str | None],
    left: list[tuple[str, str | None]],
) -> None:
    for name, (verdict, answer) in (("广 电局", first), ("广电局", second)):
        add_judgement(home, judged(name=name, verdict=verdict, answer=answer))
    assert [(j.verdict.value, j.answer) for j in load_judgements(home)] == left


def test_no_indicator_at_all_replaces_every_answer(home: Home) -> None:
    add_judgement(home, judged(phrasing="群众 获得感", verdict="same", answer="satisfaction_rate"))
    add_judgement(home, judged(phrasing="群众获得感", verdict="different"))
    assert told(home) == [("群众获得感", "different", None)]


def test_a_name_and_a_phrasing_of_the_same_words_are_two_questions(home: Home) -> None:
    add_judgement(home, judged(name="办件量", verdict="same", answer="audit"))
    add_judgement(home, judged(phrasing="办件量", verdict="different"))
    add_judgement(home, judged(name="办件量", region="341881", verdict="same", answer="finance"))
    assert len(load_judgements(home)) == 3


def test_the_time_of_a_decision_is_kept(home: Home) -> None:
    now = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    add_judgement(home, judged(name="甲局", verdict="same", answer="audit", when=now))
    (only,) = load_judgements(home)
    assert (only.when, only.day) == (now, "2026-03-01")


def test_decisions_made_at_once_are_all_kept(home: Home) -> None:
    each = [judged(name=f"第{n}号局", verdict="same", answer="audit") for n in ("甲", "乙", "丙", "丁")]
    threads = [threading.Thread(target=add_judgement, args=(home, one)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(j.subject for j in load_judgements(home)) == sorted(j.subject for j in each)


def test_a_shared_file_is_written_where_it_is(home: Home, tmp_path: Path) -> None:
    shared = tmp_path / "shared.yml"
    shared.write_text("version: 2\ndecisions: []\n", encoding="utf-8")
    (home.decisions / "decisions.yml").symlink_to(shared)
    add_judgement(home, judged(name="甲局", verdict="same", answer="audit"))
    assert "甲局" in shared.read_text(encoding="utf-8")
    assert (home.decisions / "decisions.yml").is_symlink()


SOUND = (
    "version: 2\ndecisions:\n- name: 甲局\n  verdict: same\n  answer: audit\n  who: Li\n  when: 2024-05-01\n"
)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (SOUND + "<<<<<<< HEAD\n" + SOUND[20:] + "=======\n>>>>>>> other\n", 8, "merge"),
        (SOUND + "  note: x\n", 8, "unknown key `decisions[1].note`"),
        (SOUND.replace("answer", "anwser"), 5, "did you mean `answer`?"),
        (SOUND + "decisions: []\n", 8, "`decisions` stands twice"),
        (SOUND + "  answer: finance\n", 8, "`answer` stands twice"),
        (SOUND + "colour: red\n", 8, "unknown key `colour`"),
        (SOUND.replace("version: 2", "version: 3"), 1, "`version` has to be one of 2"),
        (SOUND.replace("same", "maybe"), 4, "one of 'same', 'different', 'unsure'"),
        (SOUND.replace("  answer: audit\n", ""), 3, "the same as what? `answer` is missing"),
        (SOUND.replace("2024-05-01", "yesterday"), 7, "'yesterday' is no day"),
        (SOUND.replace("  who: Li\n", ""), 3, "`decisions[1].who` is missing"),
        (SOUND.replace("name", "phrasing") + "  region: '341881'\n", 3, "for names only"),
        (SOUND + "  phrasing: 乙\n", 3, "either `name` or `phrasing`"),
        (SOUND + "  region: 341881\n", 8, "put it in quotes"),
        (SOUND + "- 乙局\n", 8, "a group of keys"),
        (SOUND + "- name: 甲 局\n" + SOUND[32:].replace("audit", "finance"), 8, "two decisions for 甲 局"),
        (SOUND + "- name: 甲局\n" + SOUND[32:].replace("same", "different"), 8, "two decisions for 甲局"),
        (SOUND + "\t\n  : x\n", 8, "no YAML"),
        ("- name: 甲局\n", 1, "begin with `decisions:`"),
    ],
)
def test_a_damaged_file_is_one_line_with_its_place(home: Home, text: str, line: int, says: str) -> None:
    path = written(home, "decisions.yml", text)
    new = judged(name="乙局", verdict="same", answer="audit")
    for attempt in (lambda: load_judgements(home), lambda: add_judgement(home, new)):
        with pytest.raises(DecisionError) as caught:
            attempt()
        assert str(caught.value).startswith(f"{path}, line {line}: ")
        assert says in str(caught.value)
        assert "\n" not in str(caught.value)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030"])
def test_another_encoding_is_told(home: Home, encoding: str) -> None:
    path = home.decisions / "decisions.yml"
    path.write_bytes(SOUND.encode(encoding))
    with pytest.raises(DecisionError, match=r", line \d: is not in UTF-8; save it as UTF-8"):
        load_judgements(home)


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        (
            "names.yml",
            FORMER_NAMES.replace("function: broadcasting", "indicator: x"),
            9,
            "`decisions[1].indicator`",
        ),
        ("names.yml", FORMER_NAMES.replace("different", "unsure"), 16, "'same', 'different', 'another'"),
        (
            "indicators.yml",
            FORMER_PHRASINGS.replace("indicator:", "# "),
            2,
            "same as what? `indicator` is missing",
        ),
        ("indicators.yml", FORMER_PHRASINGS + "colour: red\n", 11, "unknown key `colour`"),
    ],
)
def test_a_damaged_former_file_is_told_too(home: Home, name: str, text: str, line: int, says: str) -> None:
    path = written(home, name, text)
    with pytest.raises(DecisionError) as caught:
        load_judgements(home)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert says in str(caught.value)


def test_decisions_of_two_files_that_contradict_each_other_are_told_with_both(home: Home) -> None:
    written(home, "names.yml", FORMER_NAMES)
    written(home, "decisions.yml", SOUND.replace("甲局", "梦想小镇专班"))
    with pytest.raises(DecisionError, match=r"names.yml, line 20: two decisions .* in decisions.yml, line 3"):
        load_judgements(home)


TEXT = st.text(st.sampled_from("甲乙局办#:'\"\\-{}[]&*!|>%@`, \n\té\u2028"), min_size=1, max_size=12)


@settings(deadline=None, max_examples=40)
@given(subjects=st.lists(TEXT, min_size=1, max_size=4), why=TEXT, who=TEXT, verdict=st.sampled_from(Verdict))
def test_whatever_a_person_writes_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, subjects: list[str], why: str, who: str, verdict: Verdict
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    for subject in subjects:
        last = judged(phrasing=subject, verdict=verdict, answer="share", who=who, why=why)
        add_judgement(home, last)
        assert load_judgements(home)[-1] == last
