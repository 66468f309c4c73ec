"""The sources there are: those shipped with the program, and the user's own in `<home>/sources`.

Belongs here: finding and loading the files, and errors that name file and line. What may stand in them is
`model`'s matter.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from pipelines.home import Home
from pipelines.sources import model
from pipelines.sources.errors import SourceError
from pipelines.sources.model import Source

SHIPPED = Path(__file__).parent
_ENDINGS = (".yml", ".yaml")
_MODELS: dict[str, type[BaseModel]] = {
    "listings": model.Listing,
    "links": model.Links,
    "paging": model.Paging,
    "rhythm": model.Rhythm,
    "politeness": model.Politeness,
    "attachments": model.Attachments,
    "corrections": model.Correction,
    "cell": model.Cell,
}


def load_sources(home: Home) -> list[Source]:
    """All sources by id; one in `<home>/sources` replaces the shipped one of the same id.

    Raises SourceError for the first file that can't be used.
    """
    sources, errors = load_usable(home)
    if errors:
        raise errors[0]
    return sources


def load_usable(home: Home) -> tuple[list[Source], list[SourceError]]:
    """The sources that can be used, by id, and what is wrong with the others.

    A broken file in the home does not bring the shipped source of its id back: it was replaced on purpose.
    """
    sources: list[Source] = []
    errors: list[SourceError] = []
    for path in source_files(home).values():
        try:
            sources.append(load_source(path))
        except SourceError as error:
            errors.append(error)
    return sources, errors


def source_files(home: Home) -> dict[str, Path]:
    """The file of each source, by id."""
    found = {path.stem: path for path in _files_in(SHIPPED)}
    found.update({path.stem: path for path in _files_in(home.root / "sources")})
    return dict(sorted(found.items()))


def load_source(path: Path) -> Source:
    """The source that a file describes. Raises SourceError: file, line, what is wrong, what to do."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(
            f"{path}: can't be read ({error.strerror}); check that it exists and is readable"
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not in UTF-8; save it as UTF-8") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_twice(path, root)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SourceError(
            f"{path}, line {line}: no YAML ({error.problem}); check indentation, colons and quotes"
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # characters that YAML forbids, dates like 2021-13-40
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{path}: no YAML ({_first_line(error)}); check indentation and quotes") from error
    if not isinstance(content, dict):
        raise SourceError(f"{path}: holds no keys; begin with `name:`, see docs/sources.md")
    if "id" in content:
        line = _line_of(root, ("id",))
        raise SourceError(f"{path}, line {line}: unknown key `id`; the id is the name of the file: remove it")
    try:
        return Source.model_validate({"id": path.stem, **content})
    except ValidationError as error:
        errors = error.errors()
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise SourceError(f"{_explain(path, root, errors[0])}{more}") from error


def _files_in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            path
            for path in folder.iterdir()
            if path.suffix in _ENDINGS and not path.name.startswith(".") and path.is_file()
        )


def _explain(path: Path, root: Any, error: Any) -> str:
    """One line for an error of the schema."""
    place = tuple(error["loc"])
    if place == ("id",):
        return (
            f"{path}: the name of the file is no id; use small letters, digits, - and _, such as nanyang.yml"
        )
    where = _spelled(place) or "the file"
    line = _line_of(root, place)
    kind = error["type"]
    if kind == "extra_forbidden":
        known = list(_model_at(place).model_fields)
        near = difflib.get_close_matches(str(place[-1]), known, 1)
        hint = (
            f"did you mean `{near[0]}`?" if near else f"known are {', '.join(n for n in known if n != 'id')}"
        )
        return f"{path}, line {line}: unknown key `{where}`; {hint}"
    if kind == "missing":
        return f"{path}, line {line}: `{where}` is missing; add it, see docs/sources.md"
    if kind == "string_type":
        return f"{path}, line {line}: `{where}` is no text: {error['input']!r}; put it in quotes"
    if kind == "value_error":
        return f"{path}, line {line}: `{where}`: {error['ctx']['error']}"
    message = error["msg"].replace("Input should", "should")
    return f"{path}, line {line}: `{where}` {message}, but is {error['input']!r}; see docs/sources.md"


def _spelled(place: Sequence[str | int]) -> str:
    """`listings[2].links.title`, counted from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _model_at(place: Sequence[str | int]) -> type[BaseModel]:
    names = [part for part in place[:-1] if isinstance(part, str)]
    return _MODELS.get(names[-1], Source) if names else Source


def _line_of(root: Any, place: Sequence[str | int]) -> int:
    """The line, from 1, of what `place` names, or of the innermost thing around it that the file holds."""
    node, line = root, root.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == part:
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


def _refuse_twice(path: Path, node: Any) -> None:
    """YAML takes the last of two equal keys without a word; what the first said would be lost."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise SourceError(f"{path}, line {line}: `{key.value}` stands twice; remove one")
            seen.add(key.value)
            _refuse_twice(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_twice(path, item)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
