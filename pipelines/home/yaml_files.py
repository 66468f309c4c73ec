"""YAML files that people write by hand (sources, decisions), read strictly: what is odd in one is said, never guessed.

Belongs here: from the bytes of a file to plain values, with the place of each. The words for what is wrong are
`yaml_errors`' matter; what may stand in a file is its owner's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from pipelines.home.yaml_errors import Shape, explain, explain_no_keys, explain_yaml

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

_INT = "tag:yaml.org,2002:int"
_KEY_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge")
# What is no text: a zero byte, and half of a pair of UTF-16 (YAML writes both as escapes).
_DAMAGED = re.compile(r"[\x00\ud800-\udfff]")
# What a version control system writes around the two sides of a merge that nobody settled.
_MERGE_MARK = re.compile(r"^(?:<{7}|>{7}) ", re.M)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as people write it: 010505 and 12:30 are what they look like, no numbers to base 8 or 60."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _INT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_INT, re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))


class YamlFileError(ValueError):
    """A file that can't be used: one line with file, line, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file that is sound YAML. `root` is None, and `content` too, where nothing but comments stands in it."""

    path: Path
    text: str
    root: yaml.Node | None
    content: Any

    def keys(self, shape: Shape) -> dict[str, Any]:
        """The content as keys and values. Raises YamlFileError where it is a text or a list as a whole."""
        if not isinstance(self.content, dict):
            raise YamlFileError(explain_no_keys(self.path, self.text, shape))
        return self.content

    def validated(self, model: type[Model], content: dict[str, Any], shape: Shape) -> Model:
        """The content as a model. Raises YamlFileError for what the model doesn't allow."""
        from pydantic import ValidationError

        try:
            return model.model_validate(content)
        except ValidationError as error:
            assert self.root is not None
            raise YamlFileError(explain(self.path, self.root, error, shape)) from error


def read_yaml(path: Path) -> YamlFile:
    """A file's YAML. Raises YamlFileError: file, line, what is wrong, what to do."""
    return parse_yaml(path, _text_of(path))


def parse_yaml(path: Path, text: str) -> YamlFile:
    """The same for a text that stands in the file, or will."""
    if mark := _MERGE_MARK.search(text):
        line = _line_at(text, mark.start())
        raise YamlFileError(
            f"{path}, line {line}: a merge that nobody settled; keep what is right of the lines between"
            " <<<<<<< and >>>>>>>, and remove these marks"
        )
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is None:
                return YamlFile(path, text, None, None)
            _check_nodes(path, root, set())
            return YamlFile(path, text, root, loader.construct_document(root))
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise YamlFileError(explain_yaml(path, text, error)) from error
    except RecursionError as error:
        raise YamlFileError(
            f"{path}: no YAML (nested too deeply, or an alias leads to itself); write it out"
        ) from error
    except yaml.reader.ReaderError as error:  # characters that YAML forbids
        line = _line_at(text, int(error.position))
        raise YamlFileError(f"{path}, line {line}: holds a damaged character; write the text anew") from error
    except ValueError as error:  # dates like 2021-13-40
        if isinstance(error, YamlFileError):
            raise
        raise YamlFileError(f"{path}: no YAML ({error}); check indentation and quotes") from error


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise YamlFileError(
            f"{path}: can't be read ({error.strerror}); check that it exists and is readable"
        ) from error
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        odd = text.find("\0")  # UTF-16 without its mark may be valid UTF-8, with a zero beside each letter
        if odd < 0:
            return text
        line = _line_at(text, odd)
    except UnicodeDecodeError as error:
        line = _line_at(data, error.start)
    raise YamlFileError(f"{path}, line {line}: is not in UTF-8; save it as UTF-8")


def _line_at(text: str | bytes, position: int) -> int:
    """The line, from 1, in which a position lies."""
    before = text[:position]
    return (before.count("\n") if isinstance(before, str) else before.count(b"\n")) + 1


def _check_nodes(path: Path, node: yaml.Node, walked: set[int]) -> None:
    """Refuse what YAML takes without a word: of two equal keys the last, keys that are lists, damaged text."""
    if id(node) in walked:  # an alias
        return
    walked.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag not in _KEY_TAGS:
                named = f" `{key.value}`" if isinstance(key, yaml.ScalarNode) else ""
                raise YamlFileError(f"{path}, line {line}: the key{named} is no word; see the documentation")
            if key.value in seen:
                raise YamlFileError(f"{path}, line {line}: `{key.value}` stands twice; remove one")
            seen.add(key.value)
            _check_nodes(path, value, walked)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _check_nodes(path, item, walked)
    elif _DAMAGED.search(node.value):
        line = node.start_mark.line + 1
        raise YamlFileError(f"{path}, line {line}: holds a damaged character; write the text anew")
