"""What is wrong in a YAML file that a person wrote, in one line: file, line, what is wrong, what to do.

Belongs here: the words. Reading the file is `yaml_files`' matter; what may stand in it says its `Shape`, which the
rooms give that own such files (sources, decisions).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

Place = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand in a kind of file: the model of the whole, those of the groups by their key, and the page about it.

    `page` is named where somebody has to look up what a key means; `first_key` is what such a file begins with;
    `given` are fields of the model that the program fills in, and no keys of the file.
    """

    whole: type[BaseModel]
    page: str
    first_key: str
    groups: Mapping[str, type[BaseModel]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()


# The kinds of the validator, by what somebody who never heard of it has to know.
_BOUNDS = {
    "greater_than_equal": "at least {ge:g}",
    "greater_than": "more than {gt:g}",
    "less_than_equal": "at most {le:g}",
    "less_than": "less than {lt:g}",
}
_SHAPES = {
    "int_": "a whole number",
    "float_": "a number",
    "finite_": "a number",
    "bool_": "true or false",
    "date_": "a day, such as 2026-01-31",
    "string_unicode": "text without damaged characters",
}
_LONGEST = 60
# How YAML calls half of a pair of UTF-16, written as an escape.
_DAMAGED = re.compile("invalid Unicode character")
# Slips that YAML names in words of its own, and what to do about them.
_SLIPS = (
    (re.compile(r"^ *\t"), "indent with spaces, not with a tab"),
    (re.compile(r"^\s*(?:- )?\w+\s*："), "write `: ` (with a space) instead of ："),
    (re.compile(r"^\s*(?:- )?\w+:(?![/\s])"), "put a space behind the colon"),
    (
        re.compile(r"^\s*(?:- )?\w+: +(?:[@`%*&!|>]|[\[{](?!.*[\]}]\s*$))"),
        "put the text behind the colon in single quotes",
    ),
    (re.compile(r"^\s*(?:- )?\w+: +[^'\"].*: "), "put the text behind the colon in single quotes"),
)


def explain(path: Path, root: yaml.Node, error: ValidationError, shape: Shape) -> str:
    """One line for what the schema says of a file; the most telling of several faults is named."""
    # A misspelt key is also a missing one: what stands there says more than what doesn't.
    found = sorted(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"{_explain(path, root, found[0], shape)}{more}"


def explain_yaml(path: Path, text: str, error: yaml.MarkedYAMLError) -> str:
    """One line for what is no YAML at all."""
    mark = error.problem_mark or error.context_mark
    number = mark.line if mark else 0
    lines = text.splitlines()
    # YAML often notices a slip only on the line behind it.
    for at in (number, number - 1):
        if 0 <= at < len(lines) and (hint := _slip(lines[at])):
            return f"{path}, line {at + 1}: no YAML; {hint}"
    if _DAMAGED.search(error.problem or ""):
        return f"{path}, line {number + 1}: holds a damaged character; write the text anew"
    return f"{path}, line {number + 1}: no YAML ({error.problem}); check indentation, colons and quotes"


def explain_no_keys(path: Path, text: str, shape: Shape) -> str:
    """One line for a file that is YAML, but one text or list as a whole."""
    for number, line in enumerate(text.splitlines(), 1):
        if hint := _slip(line):
            return f"{path}, line {number}: no key; {hint}"
    return f"{path}, line 1: holds no keys; begin with `{shape.first_key}:`, see {shape.page}"


def _slip(line: str) -> str | None:
    return next((hint for pattern, hint in _SLIPS if pattern.match(line)), None)


def line_of(root: yaml.Node, place: Place) -> int:
    """The line, from 1, of what `place` names, or of the innermost thing around it that the file holds."""
    node, line = root, root.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    node, line = value, key.start_mark.line + 1
                    break
            else:
                break
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return int(line)


def _explain(path: Path, root: yaml.Node, error: ErrorDetails, shape: Shape) -> str:
    place, kind = error["loc"], error["type"]
    where = f"{path}, line {line_of(root, place)}:"
    name = _spelled(place)
    if kind == "extra_forbidden":
        return f"{where} unknown key `{name}`; {_known_keys(place, shape)}"
    if kind == "missing":
        return f"{where} `{name}` is missing; add it, see {shape.page}"
    if kind == "value_error":
        said = str(error["ctx"]["error"])
        return f"{where} {f'`{name}`: ' if name else ''}{said}"
    if error["input"] is None or kind == "string_too_short":
        return f"{where} `{name}` is empty; fill it in, or remove it"
    found = _shortened(error["input"])
    if kind == "string_type":
        return f"{where} `{name}` is no text: {found}; put it in quotes"
    wanted, hint = _wanted(place, kind, error.get("ctx", {}), shape)
    return f"{where} `{name}` has to be {wanted}, but is {found}; {hint}"


def _wanted(place: Place, kind: str, context: Mapping[str, Any], shape: Shape) -> tuple[str, str]:
    """What has to stand at a place, and what to do."""
    see = f"see {shape.page}"
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**context), see
    if kind in ("literal_error", "enum"):
        return f"one of {context['expected'].replace(' or ', ', ')}", see
    if kind in ("tuple_type", "list_type"):
        return "a list", "put each entry on a line of its own, with `- ` before it"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        inside = shape.groups.get(next((str(part) for part in reversed(place) if isinstance(part, str)), ""))
        keys = f" ({', '.join(inside.model_fields)})" if inside else ""
        or_not = "true, false or " if place[-1] == "attachments" else ""
        return f"{or_not}a group of keys{keys}", f"put them below it, each as `key: value`; {see}"
    wanted = next((words for start, words in _SHAPES.items() if kind.startswith(start)), None)
    return wanted or "something else", see


def _known_keys(place: Place, shape: Shape) -> str:
    known = [name for name in _model_around(place, shape).model_fields if name not in shape.given]
    near = difflib.get_close_matches(str(place[-1]), known, 1)
    return f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"


def _model_around(place: Place, shape: Shape) -> type[BaseModel]:
    names = [part for part in place[:-1] if isinstance(part, str)]
    return shape.groups.get(names[-1], shape.whole) if names else shape.whole


def _spelled(place: Place) -> str:
    """`listings[2].links.title`, counted from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
