"""The sources there are: those shipped with the program, and the user's own in `<home>/sources`.

Belongs here: finding and loading the files, and refusing those that are in each other's way. What may stand in
them is `source_model`'s matter, the words for what is wrong are `pipelines.home.yaml_errors`'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipelines.home.paths import Home
from pipelines.home.yaml_errors import Shape, line_of
from pipelines.home.yaml_files import YamlFileError, read_yaml
from pipelines.ingest.sources import source_model
from pipelines.ingest.sources.source_errors import SourceError
from pipelines.ingest.sources.source_model import Source
from pipelines.meaning import corrections

SHIPPED = Path(__file__).parent / "publishers"
_ENDINGS = (".yml", ".yaml")
_SHAPE = Shape(
    whole=Source,
    page="docs/sources.md",
    first_key="name",
    groups={
        "listings": source_model.Listing,
        "links": source_model.Links,
        "paging": source_model.Paging,
        "rhythm": source_model.Rhythm,
        "politeness": source_model.Politeness,
        "attachments": source_model.Attachments,
        "corrections": corrections.Correction,
        "cell": corrections.Cell,
    },
    given=frozenset({"id"}),
)


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
        file = read_yaml(path)
        content = file.keys(_SHAPE)
        if file.root is not None and "id" in content:
            line = line_of(file.root, ("id",))
            raise SourceError(
                f"{path}, line {line}: unknown key `id`; the id is the name of the file: remove it"
            )
        if not re.fullmatch(source_model.ID, path.stem):
            raise SourceError(
                f"{path}: the name of the file is no id; use small letters, digits, - and _, at most 60, "
                "such as nanyang.yml"
            )
        return file.validated(Source, {"id": path.stem, **content}, _SHAPE)
    except YamlFileError as error:
        raise SourceError(str(error)) from error


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
