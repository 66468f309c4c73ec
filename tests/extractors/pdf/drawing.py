"""Writes small PDFs by hand: text in Helvetica and lines, placed to the point, for tests of geometry."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

Line = tuple[float, float, float, float]


@dataclass
class Page:
    """A page; x grows to the right, y downwards from the top, in points."""

    texts: list[tuple[float, float, str]] = field(default_factory=list)  # x, baseline, text
    lines: list[Line] = field(default_factory=list)
    size: float = 10.0
    width: float = 595.0
    height: float = 842.0
    picture: bool = False  # a picture that covers the page
    raw: list[str] = field(default_factory=list)  # operators painted after the rest, y from the bottom
    entries: str = ""  # further entries of the page's dictionary
    resources: str = ""  # further entries of its resources

    def content(self) -> bytes:
        parts = [f"{x0} {self.height - y0} m {x1} {self.height - y1} l S" for x0, y0, x1, y1 in self.lines]
        for x, y, text in self.texts:
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            parts.append(f"BT /F1 {self.size} Tf {x} {self.height - y} Td ({escaped}) Tj ET")
        if self.picture:
            image = "BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI"
            parts.append(f"q {self.width} 0 0 {self.height} 0 0 cm {image} Q")
        return "\n".join(["0.5 w", *parts, *self.raw]).encode("latin-1")


@dataclass(frozen=True)
class Passwords:
    """Passwords of a PDF, with 40 bits of RC4 (security handler 1, revision 2; PDF 1.7, 7.6.3)."""

    user: str
    owner: str
    permissions: int = -64  # neither print nor copy
    file_id: bytes = b"0123456789abcdef"

    def owner_entry(self) -> bytes:
        return _rc4(hashlib.md5(_padded(self.owner)).digest()[:5], _padded(self.user))

    def key(self) -> bytes:
        allowed = (self.permissions & 0xFFFFFFFF).to_bytes(4, "little")
        return hashlib.md5(_padded(self.user) + self.owner_entry() + allowed + self.file_id).digest()[:5]

    def encrypted(self, data: bytes, number: int) -> bytes:
        """The stream of object `number`, generation 0."""
        return _rc4(hashlib.md5(self.key() + number.to_bytes(3, "little") + b"\0\0").digest()[:10], data)

    def dictionary(self) -> bytes:
        user_entry = _rc4(self.key(), _PADDING)
        return (
            f"<< /Filter /Standard /V 1 /R 2 /P {self.permissions} /O <{self.owner_entry().hex()}> "
            f"/U <{user_entry.hex()}> >>"
        ).encode()


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def stream(dictionary: str, content: str) -> bytes:
    """A stream object."""
    return f"<< {dictionary} /Length {len(content)} >>\nstream\n{content}\nendstream".encode("latin-1")


def pdf(
    pages: Sequence[Page],
    passwords: Passwords | None = None,
    *,
    catalog: str = "",
    more: Sequence[bytes] = (),
) -> bytes:
    """The pages as a PDF file. `catalog` has further entries of the catalog, `more` further objects, from number 4 on."""
    objects: list[bytes] = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(), b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects += more
    kids: list[str] = []
    for page in pages:
        content = page.content()
        if passwords:
            content = passwords.encrypted(content, len(objects) + 1)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        number = len(objects)
        box = f"[0 0 {page.width} {page.height}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {page.resources} >> {page.entries} >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R" % (len(objects) + 1)
    if passwords:
        out += b" /ID [<%b> <%b>] /Encrypt %b" % (
            *2 * [passwords.file_id.hex().encode()],
            passwords.dictionary(),
        )
    out += b" >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def grid_lines(xs: Sequence[float], ys: Sequence[float]) -> list[Line]:
    """All the lines of a full grid."""
    across = [(xs[0], y, xs[-1], y) for y in ys]
    return across + [(x, ys[0], x, ys[-1]) for x in xs]


def ruled(
    rows: Sequence[Sequence[str]], *, x: float = 60, y: float = 100, wide: float = 90, high: float = 20
) -> Page:
    """A page with a fully ruled table."""
    xs = [x + wide * j for j in range(len(rows[0]) + 1)]
    ys = [y + high * i for i in range(len(rows) + 1)]
    page = Page(lines=grid_lines(xs, ys))
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            for k, line in enumerate(text.split("\n")):
                page.texts.append((xs[j] + 4, ys[i] + 13 + 11 * k, line))
    return page
