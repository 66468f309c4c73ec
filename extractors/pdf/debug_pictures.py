"""Pictures of what was found: each page with its tables, cells and headings drawn on it.

For people who look at a document that reads oddly. Draws what `read_pdf` returned, nothing that it recomputes.
"""

from __future__ import annotations

from pathlib import Path

from extractors.model import Document, RowKind, Table
from extractors.pdf.page_pictures import PagePicture, render

_SCALE = 2.0  # pixels for each point
_COLOURS = {
    RowKind.DATA: (30, 110, 220),
    RowKind.TOTAL: (210, 60, 40),
    RowKind.SUBTOTAL: (210, 120, 40),
    RowKind.SECTION: (130, 60, 190),
    RowKind.REFERENCE: (90, 130, 90),
}
_TABLE = (0, 150, 70)
_PARAGRAPH = (170, 170, 170)
_PROBLEM = (255, 0, 120)


def draw_debug(data: bytes, out_dir: Path) -> list[Path]:
    """Draw each page to `page-001.png` … and write the heading trees to `headings.txt`; returns the files.

    Raises what `read_pdf` raises.
    """
    import pypdfium2

    from extractors.pdf.pdf_reader import read_pdf

    document = read_pdf(data)
    out_dir.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(len(pdf)):
            picture = render(pdf[index], _SCALE)
            _draw_page(picture, document, index + 1)
            target = out_dir / f"page-{index + 1:03d}.png"
            picture.save(target)
            files.append(target)
    headings = out_dir / "headings.txt"
    headings.write_text(describe(document), encoding="utf-8")
    return [*files, headings]


def describe(document: Document) -> str:
    """The tables of a document with their heading trees, proofs and problems, as text."""
    parts: list[str] = []
    for number, table in enumerate(document.tables, start=1):
        pages = f"page {table.place.page}" + (
            f" to {table.last_page}" if table.last_page and table.last_page != table.place.page else ""
        )
        attachment = f"附件{table.attachment} " if table.attachment is not None else ""
        parts.append(
            f"table {number}: {attachment}{table.title or 'without title'} ({pages}, {table.reader})"
        )
        parts += _tree(table)
        parts.append(f"  {len(table.rows)} rows")
        parts += [f"  proof: {proof}" for proof in table.proofs]
        parts.append("")
    parts += [f"problem on page {p.place.page}: {p.kind}: {p.message}" for p in document.problems]
    return "\n".join(parts) + "\n"


def _tree(table: Table) -> list[str]:
    lines: list[str] = []
    before: tuple[str, ...] = ()
    for number, path in enumerate(table.header, start=1):
        shared = 0
        while shared < min(len(path) - 1, len(before)) and path[shared] == before[shared]:
            shared += 1
        for level in range(shared, len(path)):
            leaf = f"  [{number}]" if level == len(path) - 1 else ""
            lines.append("  " + "    " * level + path[level] + leaf)
        before = path
    return lines


def _draw_page(picture: PagePicture, document: Document, page: int) -> None:
    for paragraph in document.paragraphs:
        if paragraph.place.page == page:
            picture.frame(paragraph.place.box, _PARAGRAPH, 1)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.place.page == page and not cell.covered:
                    picture.frame(cell.place.box, _COLOURS[row.kind], 1)
        if table.place.page == page:
            picture.frame(table.place.box, _TABLE, 3)
    for problem in document.problems:
        if problem.place.page == page:
            picture.frame(problem.place.box, _PROBLEM, 3)
