"""The sources there are: those shipped with the program, and the user's own in `<home>/sources`.

Belongs here: finding and loading the files, and refusing those that are in each other's way. What may stand in
them is `source_model`'s matter, the words for what is wrong are `yaml_errors`'s.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from pipelines.home.paths import Home
from pipelines.ingest.sources.source_errors import SourceError
from pipelines.ingest.sources.source_model import Source
from pipelines.ingest.sources.yaml_errors import explain, explain_no_keys, explain_yaml, line_of

SHIPPED = Path(__file__).parent / "publishers"
_ENDINGS = (".yml", ".yaml")
_INT = "tag:yaml.org,2002:int"
# What is no text: a zero byte, and half of a pair of UTF-16 (YAML writes both as escapes).
_DAMAGED = re.compile(r"[\x00\ud800-\udfff]")


class _Loader(yaml.SafeLoader):
    """YAML as people write it: 010505 and 12:30 are what they look like, no numbers to base 8 or 60."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _INT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_INT, re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))


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

    A broken file in the home does not bring the shipped source of its id back: it was replaced on purpose. Of
    files in each other's way none is used: which one is meant only a person knows.
    """
    sources: list[Source] = []
    errors: list[SourceError] = []
    for paths in _files_by_name(home).values():
        try:
            if len(paths) > 1:
                raise _clash(paths)
            sources.append(load_source(paths[0]))
        except SourceError as error:
            error.ids = frozenset(path.stem for path in paths)
            errors.append(error)
    return sorted(sources, key=lambda source: source.id), errors


def check_alone(home: Home, path: Path) -> None:
    """Raises SourceError when a source file of the home is in another's way."""
    for paths in _files_by_name(home).values():
        if len(paths) > 1 and any(path.resolve() == other.resolve() for other in paths):
            raise _clash(paths)


def name_for_programs(source_id: str) -> str:
    """A source's id as part of the names of jobs and steps, which know no hyphen."""
    return source_id.replace("-", "_")


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
        root = yaml.compose(text, Loader=_Loader)
        if root is not None:
            _check_nodes(path, root, set())
        content = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise SourceError(explain_yaml(path, text, error)) from error
    except RecursionError as error:
        raise SourceError(
            f"{path}: no YAML (nested too deeply, or an alias leads to itself); write it out"
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # characters that YAML forbids, dates like 2021-13-40
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{path}: no YAML ({_first_line(error)}); check indentation and quotes") from error
    if root is None or not isinstance(content, dict):
        raise SourceError(explain_no_keys(path, text))
    if "id" in content:
        line = line_of(root, ("id",))
        raise SourceError(f"{path}, line {line}: unknown key `id`; the id is the name of the file: remove it")
    try:
        return Source.model_validate({"id": path.stem, **content})
    except ValidationError as error:
        raise SourceError(explain(path, root, error)) from error


def _files_by_name(home: Home) -> dict[str, list[Path]]:
    """The files whose jobs would have the same name: one each, where nobody is in another's way.

    A file of the home comes in place of the shipped one of its id.
    """
    own = list(_files_in(home.sources))
    replaced = {path.stem for path in own}
    files = [path for path in _files_in(SHIPPED) if path.stem not in replaced] + own
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for path in sorted(files, key=lambda path: path.name):
        found[name_for_programs(path.stem)].append(path)
    return found


def _clash(paths: list[Path]) -> SourceError:
    names = ", ".join(str(path) for path in paths)
    why = "the same id" if len({path.stem for path in paths}) == 1 else "ids that differ only by - and _"
    return SourceError(f"{names}: have {why}; none of them is used until you rename or remove all but one")


def _files_in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in _ENDINGS and not path.name.startswith(".") and path.is_file()
        )


def _check_nodes(path: Path, node: yaml.Node, walked: set[int]) -> None:
    """Refuse what YAML takes without a word: of two equal keys the last, keys that are lists, damaged text."""
    if id(node) in walked:  # an alias
        return
    walked.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag not in (
                "tag:yaml.org,2002:str",
                "tag:yaml.org,2002:merge",
            ):
                named = f" `{key.value}`" if isinstance(key, yaml.ScalarNode) else ""
                raise SourceError(f"{path}, line {line}: the key{named} is no word; see docs/sources.md")
            if key.value in seen:
                raise SourceError(f"{path}, line {line}: `{key.value}` stands twice; remove one")
            seen.add(key.value)
            _check_nodes(path, value, walked)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _check_nodes(path, item, walked)
    elif _DAMAGED.search(node.value):
        line = node.start_mark.line + 1
        raise SourceError(f"{path}, line {line}: holds a damaged character; write the text anew")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
