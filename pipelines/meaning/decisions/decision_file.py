"""One file of decisions: what is in it, with the line of each, and its text with the comments that people wrote.

Belongs here: reading one file, of today's or of a former shape, and putting the text of one together. Which files
there are and what may stand beside what is `decision_store`'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from pipelines.home.yaml_errors import Shape, line_of
from pipelines.home.yaml_files import YamlFile, YamlFileError, parse_yaml, read_yaml
from pipelines.meaning.decisions.former_shapes import (
    FORMER_FILES,
    TODAYS_KEYS,
    TODAYS_VERDICTS,
    FormerNames,
    FormerPhrasings,
    todays,
)
from pipelines.meaning.judgement import Judgement

VERSION = 2
HEADING = "# Decisions of people about names and phrasings; see docs/names.md and docs/indicators.md."
_FORMER_HEADING = re.compile(r"# Decisions about .*; see docs/\w+\.md\.$")
_DASH = re.compile(r"( *)(- +)")


class DecisionError(ValueError):
    """Decisions that can't be used: one line with file, line, what is wrong, what to do."""


class _Whole(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Literal[2] = 2
    decisions: tuple[Judgement, ...] = ()


_SHAPE = Shape(_Whole, "docs/names.md", "decisions", {"decisions": Judgement})


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision and where it stands. `text` are its lines in today's shape, `before` the comments above it."""

    judgement: Judgement
    path: Path
    line: int
    text: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A file of decisions. `head` and `tail` are the comments before the first and behind the last."""

    path: Path
    entries: tuple[Entry, ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()


def read_decision_file(path: Path) -> DecisionFile:
    """What is in a file. Raises DecisionError for anything in it that isn't wholly understood."""
    try:
        return _decisions_in(read_yaml(path))
    except YamlFileError as error:
        raise DecisionError(str(error)) from error


def says(text: str, path: Path, judgements: Sequence[Judgement]) -> bool:
    """Whether a text, read as that file, has these decisions and no other."""
    try:
        found = _decisions_in(parse_yaml(path, text)).entries
    except YamlFileError:
        return False
    return [entry.judgement for entry in found] == list(judgements)


def _decisions_in(file: YamlFile) -> DecisionFile:
    if file.root is None:
        return DecisionFile(file.path, head=_comments(file.text.split("\n")))
    content = file.keys(_SHAPE)
    former = FORMER_FILES.get(file.path.name)
    judgements: tuple[Judgement, ...]
    if former is None or content.get("version") == VERSION:
        judgements = file.validated(_Whole, content, _SHAPE).decisions
    else:
        whole = file.validated(former.whole, content, former)
        assert isinstance(whole, FormerNames | FormerPhrasings)
        judgements = tuple(todays(each) for each in whole.decisions)
    return _with_text(file.path, file.text, file.root, judgements)


def rendered(files: Iterable[DecisionFile], entries: Sequence[Entry]) -> str:
    """The text of one file with these entries, and all comments of `files` outside of entries."""
    head = [line for file in files for line in file.head if not _is_heading(line)]
    tail = [line for file in files for line in file.tail]
    body = [line for entry in entries for line in (*entry.before, *entry.text)]
    start = "decisions:" if body else "decisions: []"
    return "\n".join([HEADING, *head, f"version: {VERSION}", start, *body, *tail]) + "\n"


def entry_of(judgement: Judgement, path: Path) -> Entry:
    """A decision that stands in no file yet."""
    return Entry(judgement, path, 0, _dumped(judgement))


def without_comments(entry: Entry) -> Entry:
    """The entry as the program would write it."""
    return replace(entry, text=_dumped(entry.judgement), before=())


def _dumped(judgement: Judgement) -> tuple[str, ...]:
    row = judgement.model_dump(exclude_defaults=True) | {"verdict": judgement.verdict.value}
    text: str = yaml.safe_dump([row], allow_unicode=True, sort_keys=False, width=1000)
    return tuple(text.removesuffix("\n").split("\n"))


# --- the text of entries


def _with_text(path: Path, text: str, root: yaml.Node, judgements: Sequence[Judgement]) -> DecisionFile:
    """The judgements with the lines they take; what is written in a way that can't be cut into lines is written anew."""
    lines = text.split("\n")
    places = [line_of(root, ("decisions", number)) for number in range(len(judgements))]
    items = _items(root)
    blocks = _blocks(lines, root, items)
    if blocks is None:
        entries = [Entry(j, path, line, _dumped(j)) for j, line in zip(judgements, places, strict=True)]
        return DecisionFile(path, tuple(entries), _comments(lines))
    entries = []
    start_of_list, first = line_of(root, ("decisions",)), items[0].start_mark.line
    head, above = _comments(lines[:start_of_list]), _comments(lines[start_of_list:first])
    for judgement, line, item, (start, end) in zip(judgements, places, items, blocks, strict=True):
        block, behind = _cut(lines[start:end], _dash_column(lines[start]))
        written = _todays_lines(block, item, start)
        entries.append(Entry(judgement, path, line, written or _dumped(judgement), above))
        above = _comments(behind)
    return DecisionFile(path, tuple(entries), head, above)


def _items(root: yaml.Node) -> list[yaml.Node]:
    """The entries of `decisions` as they are written."""
    assert isinstance(root, yaml.MappingNode)
    found = next((value for key, value in root.value if key.value == "decisions"), None)
    return list(found.value) if isinstance(found, yaml.SequenceNode) else []


def _blocks(
    lines: Sequence[str], root: yaml.Node, items: Sequence[yaml.Node]
) -> list[tuple[int, int]] | None:
    """First line and the line behind the last of each entry; None where an entry doesn't begin a line of its own."""
    assert isinstance(root, yaml.MappingNode)
    starts = [item.start_mark.line for item in items]
    if not starts or len(set(starts)) < len(starts):
        return None
    for item in items:
        dash = _DASH.match(lines[item.start_mark.line])
        if dash is None or dash.end() != item.start_mark.column or not isinstance(item, yaml.MappingNode):
            return None
    later = [key.start_mark.line for key, _ in root.value if key.start_mark.line > starts[-1]]
    return list(zip(starts, [*starts[1:], min(later, default=len(lines))], strict=True))


def _dash_column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _cut(block: Sequence[str], column: int) -> tuple[list[str], list[str]]:
    """The lines of an entry, and the comments and blank lines behind it, which belong to what follows."""
    end = len(block)
    while end > 1 and _is_between(block[end - 1], column):
        end -= 1
    return list(block[:end]), list(block[end:])


def _is_between(line: str, column: int) -> bool:
    stripped = line.lstrip(" ")
    return not stripped or (stripped.startswith("#") and len(line) - len(stripped) <= column)


def _todays_lines(block: list[str], item: yaml.Node, first: int) -> tuple[str, ...] | None:
    """The lines of an entry with the keys and verdicts of today; None where one isn't written out plainly."""
    assert isinstance(item, yaml.MappingNode)
    written = {key.value: (key, value) for key, value in item.value}
    changes: list[tuple[yaml.Node, str]] = [
        (key, TODAYS_KEYS[name]) for name, (key, _) in written.items() if name in TODAYS_KEYS
    ]
    changes += [
        (value, TODAYS_VERDICTS[value.value])
        for name, (_, value) in written.items()
        if name == "verdict" and value.value in TODAYS_VERDICTS
    ]
    # From behind, so that the columns of what is still to be changed stay right.
    for node, word in sorted(changes, key=lambda each: -each[0].start_mark.column):
        line, start = node.start_mark.line - first, node.start_mark.column
        end = start + len(node.value)
        if not 0 <= line < len(block) or block[line][start:end] != node.value:
            return None
        block[line] = block[line][:start] + word + block[line][end:]
    column = _dash_column(block[0])
    return tuple(line[column:] if line[:column].isspace() else line for line in block)


def _comments(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.lstrip().startswith("#"))


def _is_heading(line: str) -> bool:
    return line == HEADING or _FORMER_HEADING.fullmatch(line) is not None
