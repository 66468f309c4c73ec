"""Zip packages of XML parts (DOCX, XLSX, OFD), opened with limits.

What belongs here: opening, limits against zip bombs, finding and parsing parts. What does not: the
meaning of any part.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType

from lxml import etree

from extractors.errors import UnreadableDocument
from extractors.model import Problem

MAX_UNPACKED_BYTES = 600 * 1024 * 1024
MAX_PART_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 20_000

_REMEDY = "Fetch the file again, or open it in an office program and save it anew."


def parse_xml(data: bytes, part: str, mended: list[str] | None = None) -> etree._Element:
    """Parse one XML part, without network, entities or DTDs.

    A part that is not well-formed is read as far as a forgiving parser gets; its name is added to `mended`.

    Raises:
        UnreadableDocument: `damaged` when it isn't well-formed even for a forgiving parser.
    """
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
    try:
        return etree.fromstring(data, etree.XMLParser(**options))
    except etree.XMLSyntaxError:
        pass
    try:
        root = etree.fromstring(data, etree.XMLParser(recover=True, **options))
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument("damaged", f"Part {part} is no valid XML: {error}.", _REMEDY) from error
    if root is None:
        raise UnreadableDocument("damaged", f"Part {part} is no valid XML.", _REMEDY)
    if mended is not None:
        mended.append(part)
    return root


class Package:
    """A zip archive whose parts are read by name, whatever their case or leading slash.

    Raises:
        UnreadableDocument: `damaged`, `encrypted` or `too_large`.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableDocument(
                "damaged", f"The file is no whole zip package: {error}.", _REMEDY
            ) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise UnreadableDocument(
                "too_large",
                f"The package has {len(entries):,} parts (limit {MAX_ENTRIES:,}).",
                "Check where the file comes from.",
            )
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED_BYTES:
            raise UnreadableDocument(
                "too_large",
                f"The package unpacks to {unpacked:,} bytes (limit {MAX_UNPACKED_BYTES:,}).",
                "Check where the file comes from: a bulletin is never that large.",
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableDocument(
                "encrypted", "The package is protected by a password.", "Get a copy without password."
            )
        self.mended: list[str] = []
        self._names = {_key(entry.filename): entry for entry in entries if not entry.is_dir()}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def names(self) -> Iterator[str]:
        """Names of all parts, in the order of the archive."""
        for entry in self._names.values():
            yield entry.filename

    def has(self, name: str) -> bool:
        return _key(name) in self._names

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            UnreadableDocument: `damaged` when the part is missing or broken, `too_large` over the limit.
        """
        entry = self._names.get(_key(name))
        if entry is None:
            raise UnreadableDocument("damaged", f"The package lacks its part {name}.", _REMEDY)
        if entry.file_size > MAX_PART_BYTES:
            raise UnreadableDocument(
                "too_large",
                f"Part {name} unpacks to {entry.file_size:,} bytes.",
                "Check where the file comes from.",
            )
        try:
            with self._zip.open(entry) as stream:
                # The declared size may lie; never inflate more than the limit.
                data = stream.read(MAX_PART_BYTES + 1)
        except (
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            zlib.error,
        ) as error:
            raise UnreadableDocument(
                "damaged", f"Part {name} can't be unpacked: {error}.", _REMEDY
            ) from error
        if len(data) > MAX_PART_BYTES:
            raise UnreadableDocument(
                "too_large",
                f"Part {name} unpacks to more than its limit.",
                "Check where the file comes from.",
            )
        return data

    def xml(self, name: str) -> etree._Element:
        """The parsed root element of a part."""
        return parse_xml(self.read(name), name, self.mended)

    def problems(self) -> Iterator[Problem]:
        """What a person should know of parts that are damaged and were read all the same."""
        for name in dict.fromkeys(self.mended):
            yield Problem("damaged_part", f"Part {name} is damaged; what stands in it may be incomplete.")


def resolve(base: str, target: str) -> str:
    """The name of the part that `target`, written in part `base`, points to."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
