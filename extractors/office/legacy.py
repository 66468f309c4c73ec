"""DOC, WPS, RTF and ODT: turned into DOCX by LibreOffice where it is installed, then read like any DOCX.

What belongs here: calling LibreOffice within limits, in a profile of its own, so that an open office
program or another conversion is never disturbed. What does not: reading Word's binary format.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from extractors.errors import UnreadableDocument
from extractors.files.text_formats import is_word_xml
from extractors.model import Document, Problem
from extractors.office.docx import read_docx

MEDIA_TYPE = "application/msword"
RTF_MEDIA_TYPE = "application/rtf"
ODT_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
SECONDS = 180.0
MAX_BYTES = 200 * 1024 * 1024

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")  # Word's and WPS Writer's
_WORKS_STREAM = "MatOST".encode("utf-16-le")  # Microsoft Works, the other .wps
_RTF = b"{\\rtf"
_ZIP = b"PK"
_LOST_REFERENCE = (
    "Error: Reference source not found",
    "错误：未找到引用源",
    "错误: 找不到引用源",
    "错误：引用源未找到",
)
_MOST_SHOWN = 80  # characters of a text that a message quotes
_REMEDY = "Save it as DOCX in Word or WPS and give that file instead."


def read_doc(data: bytes, *, seconds: float = SECONDS) -> Document:
    """Read a DOC, WPS, RTF or ODT file through LibreOffice.

    `seconds` limits the conversion.

    Raises:
        UnreadableDocument: `needs_libreoffice` when it isn't installed, `encrypted`, `too_large` (bytes or
            time), `damaged` when LibreOffice can't open the file.
    """
    if _ENCRYPTED_STREAM in data:
        raise UnreadableDocument(
            "encrypted", "The file is protected by a password.", "Get a copy without password."
        )
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(
            "too_large", f"The file has {len(data):,} bytes (limit {MAX_BYTES:,}).", _REMEDY
        )
    known = (
        data.startswith((_RTF, _ZIP)) or is_word_xml(data) or _WORD_STREAM in data or _WORKS_STREAM in data
    )
    if not known:
        raise UnreadableDocument(
            "damaged", "The file holds no Word text: it is cut off or something else.", _REMEDY
        )
    document = read_docx(convert_to_docx(data, seconds=seconds), converted=True)
    return replace(
        document,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=_media_type(data),
        metadata={**document.metadata, "converted_by": "LibreOffice"},
        problems=(*document.problems, *_lost_references(document)),
    )


def _lost_references(document: Document) -> Iterator[Problem]:
    """References to nowhere: Word keeps showing what they showed last, LibreOffice an error in its place."""
    cells = ((cell.text, cell.place) for table in document.tables for row in table.rows for cell in row.cells)
    for text, place in (*cells, *((p.text, p.place) for p in document.paragraphs)):
        if any(error in text for error in _LOST_REFERENCE):
            message = (
                f"A reference was lost in the conversion, so that its text was not read: {text[:_MOST_SHOWN]}"
            )
            yield Problem("field", message, place)


def _media_type(data: bytes) -> str:
    if data.startswith(_ZIP):
        return ODT_MEDIA_TYPE
    return RTF_MEDIA_TYPE if data.startswith(_RTF) else MEDIA_TYPE


def libreoffice() -> str | None:
    """The path of LibreOffice's program, None where it isn't installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _ending(data: bytes) -> str:
    """The ending by which LibreOffice knows what a file is."""
    if data.startswith(_ZIP):
        return "odt"
    if data.startswith(_RTF):
        return "rtf"
    return "xml" if is_word_xml(data) else "doc"


def convert_to_docx(data: bytes, *, seconds: float = SECONDS) -> bytes:
    """The file as DOCX, made by LibreOffice. Raises as `read_doc`."""
    return convert(data, _ending(data), "docx:MS Word 2007 XML", told=_filter_of(data), seconds=seconds)


def convert(
    data: bytes, ending: str, target: str, *, told: str | None = None, seconds: float = SECONDS
) -> bytes:
    """A file with that ending as `target` (ending and filter), made by LibreOffice. `told` is the filter that reads it.

    Raises as `read_doc`.
    """
    program = libreoffice()
    if program is None:
        raise UnreadableDocument(
            "needs_libreoffice",
            "This is a DOC, WPS, RTF or ODT file; LibreOffice Writer, which reads it, is not installed.",
            f"Install the package libreoffice-writer (Debian: apt-get install libreoffice-writer). {_REMEDY}",
        )
    with tempfile.TemporaryDirectory(prefix="tongbao-doc-") as name:
        folder = Path(name)
        source = folder / f"source.{ending}"
        source.write_bytes(data)
        output = folder / "out"
        profile = (folder / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
        command += [f"--infilter={told}"] if told else []
        command += ["--convert-to", target, "--outdir", str(output), str(source)]
        said = _run(command, folder, seconds)
        made = output / f"source.{target.partition(':')[0]}"
        if not made.is_file():
            raise UnreadableDocument(
                "damaged", f"LibreOffice can't open the file: {said or 'no reason given'}.", _REMEDY
            )
        return made.read_bytes()


def _filter_of(data: bytes) -> str | None:
    """Told the format, LibreOffice refuses what isn't it, instead of opening it as plain text."""
    if data.startswith(_ZIP):
        return "writer8"
    if data.startswith(_RTF):
        return "Rich Text Format"
    if is_word_xml(data):
        return "MS Word 2003 XML"
    return "MS Word 97" if _WORD_STREAM in data else None


def _run(command: list[str], folder: Path, seconds: float) -> str:
    """What the program said, on one line. The whole process group ends with the time limit."""
    environment = {**os.environ, "HOME": str(folder)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(
            "too_large", f"LibreOffice took more than {seconds:g} seconds to open the file.", _REMEDY
        ) from error
    finally:
        # soffice is a script that starts the real program: end both, also when this process is interrupted.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return " ".join(said.decode("utf-8", "replace").split())[-300:]
