"""The one store of decisions: `decisions/decisions.yml` in a home. One way to read it, one to write it.

A home that kept its decisions in `names.yml` and `indicators.yml` is read as it is; its decisions are carried over,
with the comments beside them, when the next one is written. The former files stay behind with `.old` at their end.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.home.paths import Home

if TYPE_CHECKING:
    from pipelines.meaning.decisions.decision_file import DecisionFile, Entry
    from pipelines.meaning.judgement import Judgement

STORE = "decisions.yml"
_FILES = (STORE, "names.yml", "indicators.yml")


def decision_files(home: Home) -> list[Path]:
    """The files of decisions that there are."""
    return [path for name in _FILES if (path := home.decisions / name).exists()]


def load_judgements(home: Home) -> tuple[Judgement, ...]:
    """All decisions of a home. Raises DecisionError (file, line, what is wrong) when not all of them can be used.

    To read on without the others would change results in silence.
    """
    paths = decision_files(home)
    return tuple(entry.judgement for file in _read(paths) for entry in file.entries) if paths else ()


def add_judgement(home: Home, judgement: Judgement) -> Path:
    """Add a decision to the store, in place of earlier ones that it settles anew; return the file.

    The file is replaced atomically, so a reader never sees half of it. Raises DecisionError, and changes nothing, when
    what is there can't be used.
    """
    from filelock import FileLock

    home.decisions.mkdir(parents=True, exist_ok=True)
    lock = home.lock.with_name("decisions.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    store = home.decisions / STORE
    with FileLock(lock):
        files = _read(decision_files(home))
        entries = _with(judgement, [entry for file in files for entry in file.entries], store)
        _write(store, files, entries)
        for file in files:
            if file.path.name != STORE:
                file.path.rename(_set_aside(file.path))
    return store


def _with(judgement: Judgement, entries: Sequence[Entry], store: Path) -> list[Entry]:
    """The entries with a new one behind them, and without those that it settles anew."""
    from pipelines.meaning.decisions.decision_file import entry_of

    kept: list[Entry] = []
    above: tuple[str, ...] = ()
    for entry in entries:
        above += entry.before  # a comment outlives what it stood above
        if not _settles_anew(judgement, entry.judgement):
            kept.append(replace(entry, before=above))
            above = ()
    return [*kept, replace(entry_of(judgement, store), before=above)]


def _read(paths: Iterable[Path]) -> list[DecisionFile]:
    from pipelines.meaning.decisions.decision_file import read_decision_file

    files = [read_decision_file(path) for path in paths]
    _refuse_contradictions([entry for file in files for entry in file.entries])
    return files


def _refuse_contradictions(entries: Sequence[Entry]) -> None:
    """Raises DecisionError where two decisions can't both be right."""
    from pipelines.meaning.decisions.decision_file import DecisionError

    seen: dict[Any, list[Entry]] = {}
    for entry in entries:
        others = seen.setdefault(_key(entry.judgement), [])
        for other in others:
            if _contradict(entry.judgement, other.judgement):
                first, second = (
                    f"{j.verdict} {j.answer or '(none)'}" for j in (other.judgement, entry.judgement)
                )
                raise DecisionError(
                    f"{entry.path}, line {entry.line}: two decisions for {entry.judgement.subject}: {second} here,"
                    f" {first} in {other.path.name}, line {other.line}; remove one"
                )
        others.append(entry)


def _key(judgement: Judgement) -> tuple[str, str, str | None]:
    """Equal for judgements on the same question: the kind, what is asked about as it is compared, and the place."""
    from pipelines.meaning.indicators.genre_words import normalise
    from pipelines.meaning.judgement import Question
    from pipelines.meaning.names.name_folding import compared

    fold = compared if judgement.question is Question.NAME else normalise
    return judgement.question, fold(judgement.subject), judgement.region


def _contradict(one: Judgement, other: Judgement) -> bool:
    """Whether two judgements on the same question can't both be right."""
    if one.is_settled and other.is_settled:
        return one.answer != other.answer
    if one.is_settled or other.is_settled:
        settled, doubt = (one, other) if one.is_settled else (other, one)
        return doubt.verdict == "different" and doubt.answer in (settled.answer, None)
    return False


def _settles_anew(new: Judgement, old: Judgement) -> bool:
    """Whether an earlier judgement goes when a new one is made."""
    if _key(new) != _key(old):
        return False
    if new.is_settled:
        return old.verdict != "different" or old.answer in (new.answer, None)
    return old.verdict == "unsure" or new.answer in (old.answer, None)


def _write(store: Path, files: Sequence[DecisionFile], entries: Sequence[Entry]) -> None:
    """Replace the store. Comments stay where the text with them says exactly what it has to; else the old one stays too."""
    from pipelines.meaning.decisions.decision_file import DecisionError, rendered, says, without_comments

    judgements = [entry.judgement for entry in entries]
    text = rendered(files, entries)
    if not says(text, store, judgements):
        text = rendered((), [without_comments(entry) for entry in entries])
        if not says(text, store, judgements):
            raise DecisionError(f"{store}: this decision can't be written as text; nothing was changed")
        if store.exists():
            _set_aside(store).write_bytes(store.read_bytes())
    target = store.resolve()  # it may be a link into a folder that is shared
    temporary = target.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, target)


def _set_aside(path: Path) -> Path:
    return path.with_suffix(f"{path.suffix}.old")
