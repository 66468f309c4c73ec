"""What a person hands in (files, folders, addresses) becomes originals under their sha256.

An original is kept byte for byte and never changed; the same bytes from two addresses are one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.home.paths import Home
from pipelines.ingest.network.single_fetch import FetchError, ask
from warehouse.records import RawOriginal

# Only to see whether nothing is new without opening every file; what a file is, its content says.
_PAGE_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
# Attachments of one page that a line names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes that were handed in: where they came from, and under which name they are kept."""

    document_id: str
    source_uri: str
    byte_count: int

    def row(
        self,
        *,
        seen: datetime | None = None,
        headers: Mapping[str, str] | None = None,
        source_id: str | None = None,
        title: str | None = None,
        listed_on: date | None = None,
        parent_uri: str | None = None,
    ) -> RawOriginal:
        """The row of `raw.originals`: seen now, unless `seen` says when; the rest where a list or a server said it."""
        return RawOriginal(
            document_id=self.document_id,
            source_uri=self.source_uri,
            byte_count=self.byte_count,
            first_seen=in_utc(seen or datetime.now(UTC)),
            source_id=source_id,
            title=title,
            listed_on=listed_on,
            parent_uri=parent_uri,
            headers=json.dumps(dict(headers), ensure_ascii=False) if headers else None,
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """Something named in the call, or linked by a page, that isn't there: what, and what to do."""

    argument: str
    reason: str


def shipped_bulletins() -> Path:
    """The folder of the five bulletins that come with the program."""
    import pipelines

    package = Path(pipelines.__file__).parent
    inside_wheel = package / "_bulletins"
    if inside_wheel.is_dir():
        return inside_wheel
    return package.parent / "fixtures" / "bulletins"


def collect(arguments: Sequence[str]) -> Iterator[str | Missing]:
    """Turn arguments into addresses (`file://…`, `https://…`), folders into the files inside.

    Hidden files are passed over. What isn't there comes back as Missing, in its place.
    """
    for argument in arguments:
        if is_address(argument):
            yield argument
            continue
        path = Path(argument).expanduser()
        if path.is_dir():
            files = sorted(_files_in(path))
            if not files:
                yield Missing(argument, "the folder holds no files; name a folder with bulletins in it")
            yield from (file.resolve().as_uri() for file in files)
        elif path.is_file():
            yield path.resolve().as_uri()
        elif path.exists():
            yield Missing(argument, "neither a file nor a folder; name a bulletin or a folder of bulletins")
        else:
            yield Missing(argument, "no such file or folder; check the spelling of the path")


def is_address(argument: str) -> bool:
    return urlsplit(argument).scheme in ("http", "https", "file")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an address had: its bytes, what the server said (None for files), the page that links it."""

    uri: str
    data: bytes = field(repr=False)
    headers: Mapping[str, str] | None = None
    parent_uri: str | None = None


def load_original(uri: str) -> Loaded:
    """What an address has. Raises FetchError with a line that says what to do."""
    if urlsplit(uri).scheme != "file":
        answer = ask(uri)
        return Loaded(uri, answer.data, said_by_server(answer.headers, answer.final_uri))
    path = path_of(uri)
    try:
        return Loaded(uri, path.read_bytes())
    except OSError as error:
        raise FetchError(
            "not_read",
            str(path),
            f"can't be read ({error.strerror}); check that it exists and is readable",
        ) from error


def load_all(uris: Sequence[str]) -> Iterator[Loaded | FetchError | Missing]:
    """What addresses have and what their pages attach, or why it could not be had.

    Attachments of a saved page that don't lie beside it come back as one Missing for the page.

    One at a time: a folder may hold more than fits into memory. What is named and attached as well comes once
    without and once with its page, so that the page is known whichever came first.
    """
    from pipelines.ingest.crawling.attachments import attachments_of

    for uri in uris:
        found = _try_to_load(uri)
        yield found
        if isinstance(found, FetchError):
            continue
        attachments = attachments_of(found.data, uri)
        if attachments.lacking:
            yield _not_beside(uri, attachments.lacking)
        for attached, _ in attachments.found:
            if attached != uri:
                more = _try_to_load(attached)
                yield more if isinstance(more, FetchError) else replace(more, parent_uri=uri)


def _try_to_load(uri: str) -> Loaded | FetchError:
    try:
        return load_original(uri)
    except FetchError as error:
        return error


def _not_beside(uri: str, lacking: Sequence[tuple[str, str]]) -> Missing:
    named = [title if title and title not in target else target for target, title in lacking]
    shown = ", ".join(named[:_NAMED]) + (f" and {len(named) - _NAMED} more" if len(named) > _NAMED else "")
    where = "into its folder" if uri.startswith("file:") else "into a folder"
    return Missing(uri, f"its attachments {shown} are not there; save them {where} and run again")


def attached_files(uris: Sequence[str]) -> list[str]:
    """The files that pages among local files attach, where they lie beside them."""
    found: dict[str, None] = {}
    for uri in uris:
        if not uri.startswith("file:") or path_of(uri).suffix.lower() not in _PAGE_SUFFIXES:
            continue
        from pipelines.ingest.crawling.attachments import linked_documents

        found.update((attached, None) for attached, _ in linked_documents(path_of(uri).read_bytes(), uri))
    return [uri for uri in found if uri not in uris]


def path_of(uri: str) -> Path:
    """The local path of a `file://` address."""
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(uri).path))


def keep(home: Home, uri: str, data: bytes) -> Original:
    """Keep the bytes under their sha256, whole or not at all."""
    document_id = hashlib.sha256(data).hexdigest()
    target = home.original(document_id)
    if not target.exists():
        home.originals.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{document_id}.{os.getpid()}.part")
        with part.open("wb") as writer:
            writer.write(data)
            writer.flush()
            os.fsync(writer.fileno())
        os.replace(part, target)
    return Original(document_id, uri, len(data))


def said_by_server(headers: Mapping[str, str], final_uri: str) -> dict[str, str]:
    """What is kept of an answer: its headers, and as `:url` the address that redirects led to."""
    return {**headers, ":url": final_uri}


def in_utc(moment: datetime) -> datetime:
    """UTC without zone, as the warehouse keeps times."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _files_in(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root) / name for name in files if not name.startswith("."))
