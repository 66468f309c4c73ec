"""Saved pages in one file (MHT, MHTML) and letters (EML): the web page or text inside the MIME envelope.

What belongs here: taking the envelope apart. What does not: reading the page (`html_reader`). Attachments of a letter are
documents of their own: they are named, not read.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from extractors.document.building import Block, GridBlock, Source, build_document
from extractors.errors import UnreadableDocument
from extractors.markup.nested_tables import flatten
from extractors.model import NOWHERE, Document, Problem

MEDIA_TYPE = "multipart/related"
MAIL_MEDIA_TYPE = "message/rfc822"
READER = "html"


def read_saved(data: bytes) -> Document:
    """Read a saved page or a letter. Places are lines of `Document.text`: the file itself is packed.

    Raises:
        UnreadableDocument: `no_text` when it holds neither a page nor a text; `damaged`.
    """
    from extractors.web.html_reader import open_page, shown_blocks

    message = email.message_from_bytes(data.lstrip())
    blocks: list[Block] = []
    problems = list(_attachments(message))
    metadata: dict[str, str] = {}
    links: list[str] = []
    for kind, content in _bodies(message):
        if kind == "text/html":
            page, _, found = open_page(content)
            shown, more = shown_blocks(page)
            problems += [*found, *more]
            blocks += flatten(shown, problems)
            links += page.links()
            metadata = page.metadata() | metadata
        else:
            read, found = _text_blocks(content)
            blocks += read
            problems += found
    if not blocks:
        names = "; ".join(problem.message for problem in problems)
        raise UnreadableDocument(
            "no_text",
            f"The saved page or letter holds no text of its own. {names}".strip(),
            "Give the documents themselves, or save the page anew.",
        )
    if subject := _decoded(message.get("Subject", "")):
        metadata.setdefault("标题", subject)
    source = Source(
        data=data,
        media_type=MAIL_MEDIA_TYPE if message.get("From") and message.get("To") else MEDIA_TYPE,
        reader=READER,
        links=list(dict.fromkeys(links)),
        metadata=metadata,
        problems=problems,
    )
    return build_document([_without_place(block) for block in blocks], source)


def _bodies(message: Message) -> Iterator[tuple[str, bytes]]:
    """The pages of the message (a saved workbook has one for each sheet), else its plain texts."""
    parts = [part for part in message.walk() if not part.is_multipart() and not _is_attachment(part)]
    for kind in ("text/html", "text/plain"):
        contents = [_content(part) for part in parts if part.get_content_type() == kind]
        if any(content.strip() for content in contents):
            yield from ((kind, content) for content in contents if content.strip())
            return


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _attachments(message: Message) -> Iterator[Problem]:
    for part in message.walk():
        if not part.is_multipart() and _is_attachment(part):
            name = _decoded(part.get_filename() or "without a name")
            yield Problem("attachment", f"The attachment {name} was not read: save it and give it by itself.")


def _decoded(field: str) -> str:
    """A field as people read it; as it was sent, where it is not in the encoding that it names."""
    try:
        return str(make_header(decode_header(field))).strip()
    except (LookupError, ValueError, MessageError):
        return field.strip()


def _text_blocks(content: bytes) -> tuple[list[Block], list[Problem]]:
    from extractors.files.text_encoding import decode
    from extractors.text.source_lines import split_lines
    from extractors.text.text_reader import blocks_of

    return blocks_of(split_lines(decode(content).text))


def _without_place(block: Block) -> Block:
    if not isinstance(block, GridBlock):
        return replace(block, place=NOWHERE, spans=())
    cells = tuple(replace(cell, place=NOWHERE) for cell in block.grid.cells)
    return replace(block, place=NOWHERE, grid=replace(block.grid, cells=cells))
