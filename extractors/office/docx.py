"""DOCX: WordprocessingML to blocks, from the XML itself.

The XML says all there is to say about tables (gridSpan, vMerge, tblHeader, gridBefore); libraries on
top of it lose vertical merges or fill them with repeated text. What belongs here: what Word shows of
a body. Headers, footers, page numbers, deleted and hidden text are not shown in the body and stay out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.document.building import Source, build_document
from extractors.document.links import names_document
from extractors.errors import UnreadableDocument
from extractors.files.strict_ooxml import transitional
from extractors.files.zip_package import Package, parse_xml, resolve
from extractors.markup.nested_tables import MarkupBlock, MarkupCell, MarkupParagraph, MarkupTable, flatten
from extractors.markup.word_grid import RawCell, place_cells
from extractors.model import Document, Problem
from extractors.office.clock_fields import ClockFields
from extractors.office.list_numbering import Numbering
from extractors.office.raised_runs import RaisedRuns
from extractors.office.symbol_fonts import PRIVATE, printed_symbol
from extractors.printed.raised_type import Piece, without_marks

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READER = "docx"

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_EMU_PER_CM = 360_000
_EMU_PER_POINT = 12_700
_VML_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d+(?:\.\d+)?)pt")
_GRAPHICS = {"chart": "A chart", "chartex": "A chart", "diagram": "A diagram"}
_MOST_SHOWN = 80  # characters of a text that a message quotes
_MOST_CHUNKS = 3  # documents inside documents
_MAX_COLUMNS = 1000  # Word itself stops at 63
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Wrappers that only group what they hold.
_TRANSPARENT = frozenset(
    W + name
    for name in (
        "ins", "moveTo", "smartTag", "customXml", "hyperlink", "sdt", "sdtContent", "fldSimple", "dir", "bdo",
        "r", "rubyBase",
    )
)  # fmt: skip
# Not shown, or no text: deleted and moved-away text, field instructions, properties, phonetic guides.
_HIDDEN = frozenset(
    W + name
    for name in (
        "del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt",
        "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "proofErr", "bookmarkStart", "bookmarkEnd", "rubyPr",
    )
)  # fmt: skip
_UNKNOWN = "\ufffd"


def read_docx(data: bytes, *, converted: bool = False) -> Document:
    """Read a DOCX file. `converted`: another program made it from a file whose fields show what they showed last.

    Raises:
        UnreadableDocument: `damaged`, `encrypted`, `too_large` or `no_text`.
    """
    with Package(data) as package:
        reader = _Reader(package, converted=converted)
        told: list[Problem] = []
        blocks = flatten(reader.blocks(), told)
        problems = (*package.problems(), *reader.problems, *told)
    if not blocks:
        raise UnreadableDocument(
            "no_text", "The DOCX holds no text.", "If its pages are pictures, ask for the original file."
        )
    source = Source(
        data=data, media_type=MEDIA_TYPE, reader=READER, links=tuple(reader.links), problems=problems
    )
    return build_document(blocks, source)


@dataclass(slots=True)
class _Line:
    """What stands in one paragraph: its text, and the boxes and notes that hang on it.

    `raised` says whether the run that is read now is raised; `pieces` has it for each text.
    """

    pieces: list[Piece] = field(default_factory=list)
    raised: bool = False
    marks: list[str] = field(default_factory=list)
    attached: list[MarkupBlock] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.pieces.append((text, self.raised))

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


class _Reader:
    def __init__(self, package: Package, depth: int = 0, *, converted: bool = False) -> None:
        self._package = package
        self._depth = depth
        self._fields = ClockFields() if converted else None
        self._main = _main_part(package)
        self._relations = relations = _relations(package, self._main)
        self.links = [
            target
            for kind, target, external in relations.values()
            if external and kind.endswith("/hyperlink") and names_document(target)
        ]
        self.problems: list[Problem] = []
        self._numbering = Numbering(
            self._related(relations, "/numbering"), self._related(relations, "/styles")
        )
        notes = self._related(relations, "/footnotes")
        self._footnotes = (
            {} if notes is None else {n.get(f"{W}id", ""): n for n in notes.iterfind(f"{W}footnote")}
        )
        self._body = self._part(self._main)
        # Text of a paragraph whose mark is deleted: it runs on into the next paragraph.
        self._carried: list[str] = []
        self._carried_marks: tuple[str, ...] = ()
        self._last_text = ""
        styles = self._related(relations, "/styles")
        self._raised = RaisedRuns(styles)
        self._shading_styles = {
            style.get(f"{W}styleId", "")
            for style in (() if styles is None else styles.iterfind(f"{W}style"))
            if style.find(f".//{W}shd") is not None
        }
        self._footnote_count = 0
        self._open_tables = 0
        self._table_notes: list[str] = []

    def blocks(self) -> list[MarkupBlock]:
        body = self._body.find(f"{W}body")
        return list(self._container(self._body if body is None else body))

    def _part(self, name: str) -> etree._Element:
        return parse_xml(transitional(self._package.read(name)), name, self._package.mended)

    def _related(self, relations: dict[str, tuple[str, str, bool]], kind: str) -> etree._Element | None:
        for found, target, external in relations.values():
            if found.endswith(kind) and not external and self._package.has(resolve(self._main, target)):
                return self._part(resolve(self._main, target))
        return None

    # --- containers of paragraphs and tables

    def _container(self, parent: etree._Element) -> Iterator[MarkupBlock]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                yield from self._paragraph(child)
            elif tag == f"{W}tbl":
                self._open_tables += 1
                yield self._table(child)
                self._open_tables -= 1
                if not self._open_tables:
                    notes, self._table_notes = self._table_notes, []
                    yield from map(MarkupParagraph, notes)
            elif tag == f"{_MC}AlternateContent":
                yield from self._container(_alternative(child))
            elif tag == f"{W}altChunk":
                yield from self._chunk(child)
            elif tag in _TRANSPARENT:
                yield from self._container(child)

    def _chunk(self, chunk: etree._Element) -> Iterator[MarkupBlock]:
        """Another document that this one takes in whole: Word shows it in this place."""
        _, target, external = self._relations.get(chunk.get(_R_ID, ""), ("", "", True))
        name = resolve(self._main, target)
        if external or not self._package.has(name):
            self.problems.append(
                Problem("embedded_object", f"A part taken in ({target}) is not in the file.")
            )
            return
        data = self._package.read(name)
        if data.startswith(b"PK\x03\x04") and self._depth < _MOST_CHUNKS:
            with Package(data) as package:
                inner = _Reader(package, self._depth + 1)
                yield from inner.blocks()
                self.problems += [*package.problems(), *inner.problems]
        elif b"<" in data[:1024] and not data.startswith(b"{\\rtf"):
            from extractors.web.html_reader import page_blocks

            blocks, problems = page_blocks(data)
            yield from blocks
            self.problems += problems
        else:
            message = f"A part taken in ({name}) was not read: it is no DOCX and no web page."
            self.problems.append(Problem("embedded_object", message))

    def _paragraph(self, paragraph: etree._Element) -> Iterator[MarkupBlock]:
        properties = paragraph.find(f"{W}pPr")
        line = _Line()
        self._inline(paragraph, line)
        text, marks = without_marks(line.pieces)
        label = self._numbering.label(properties)
        if label:
            text = label + (" " if _needs_space(label, text) else "") + text
        marks = (*self._carried_marks, *marks, *line.marks)
        if self._carried:
            text = "".join(self._carried) + text
            self._carried, self._carried_marks = [], ()
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried.append(text)
            self._carried_marks = marks
            return
        centred = properties is not None and (
            (alignment := properties.find(f"{W}jc")) is not None and alignment.get(f"{W}val") == "center"
        )
        self._last_text = text or self._last_text
        # A box that hangs on an empty paragraph stands where the paragraph stands.
        yield MarkupParagraph(text, centred=centred, marks=marks)
        yield from line.attached
        if self._open_tables:
            self._table_notes += line.notes
            return
        for note in line.notes:
            yield MarkupParagraph(note)

    def _inline(self, parent: etree._Element, line: _Line) -> None:
        for child in parent:
            tag = child.tag
            if self._fields is not None and self._fields.hides(child, self.problems):
                continue
            if tag == f"{W}t":
                text = child.text or ""
                line.add(self._without_private(text, parent) if PRIVATE.search(text) else text)
            elif tag == f"{W}r":
                if _is_struck(child):
                    self._note_struck(child)
                elif self._is_unseen(child):
                    self._note_unseen(child)
                else:
                    line.raised = self._raised.is_raised(child)
                    self._inline(child, line)
                    line.raised = False
            elif tag in _HIDDEN:
                continue
            elif tag == f"{W}tab" or tag == f"{W}ptab":
                line.add("\t")
            elif tag == f"{W}br":
                if child.get(f"{W}type") in (None, "textWrapping"):
                    line.add("\n")
            elif tag == f"{W}cr":
                line.add("\n")
            elif tag == f"{W}noBreakHyphen":
                line.add("-")
            elif tag == f"{W}sym":
                line.add(self._symbol(child.get(f"{W}char", ""), child.get(f"{W}font", "")))
            elif tag == f"{W}footnoteReference":
                self._footnote(child, line)
            elif tag == f"{_MC}AlternateContent":
                self._inline(_alternative(child), line)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._shapes(child, line)
            elif tag == f"{_M}t":
                line.add(child.text or "")
            elif tag == f"{_M}f":
                self._fraction(child, line)
            else:
                # Whatever else groups text (hyperlink, smartTag, ruby, oMath, …).
                self._inline(child, line)

    def _fraction(self, fraction: etree._Element, line: _Line) -> None:
        """A half set as an equation is 1/2, never 12."""
        for place, part in enumerate(("num", "den")):
            if place:
                line.add("/")
            for content in fraction.iterfind(f"{_M}{part}"):
                self._inline(content, line)

    def _shapes(self, parent: etree._Element, line: _Line) -> None:
        before = (line.text or self._last_text)[-40:] or "the beginning"
        if (embedded := _embedded(parent)) is not None:
            message = f"{embedded} was not read. It stands after: {before}"
            self.problems.append(Problem("embedded_object", message))
        elif _is_large_picture(parent):
            message = "A picture was not read; it may show text or a table. It stands after: "
            self.problems.append(Problem("picture", message + before))
        for content in parent.iter(f"{W}txbxContent"):
            # Boxes inside boxes are reached through their own parent.
            if (
                next((a for a in content.iterancestors(f"{W}txbxContent") if _within(a, parent)), None)
                is None
            ):
                line.attached.extend(self._container(content))

    def _symbol(self, code: str, font: str) -> str:
        """A character of a symbol font. In a cell an unknown one is kept as such: it may be a sign."""
        try:
            found = printed_symbol(int(code, 16), font)
        except (ValueError, OverflowError):
            found = None
        if found is not None:
            return found
        message = f"The character {code} of the font {font or '(none named)'} is not known and was not read."
        if (problem := Problem("symbol", message)) not in self.problems:
            self.problems.append(problem)
        return _UNKNOWN if self._open_tables else ""

    def _without_private(self, text: str, run: etree._Element) -> str:
        """A text typed in a symbol font, whose characters Word keeps in the private area; others stay as they are."""
        fonts = run.find(f"{W}rPr/{W}rFonts")
        names = {} if fonts is None else fonts.attrib
        font = str(names.get(f"{W}ascii") or names.get(f"{W}hAnsi") or "")
        return PRIVATE.sub(lambda match: printed_symbol(ord(match[0]), font) or match[0], text)

    def _is_unseen(self, run: etree._Element) -> bool:
        """Whether a run is hidden, as small as a point, or white on nothing."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        if _switched_on(properties, "vanish"):
            return True
        size = properties.find(f"{W}sz")
        if size is not None and size.get(f"{W}val", "") in ("1", "2", "3"):
            return True
        colour = properties.find(f"{W}color")
        white = colour is not None and colour.get(f"{W}val", "").upper() == "FFFFFF"
        return white and not self._has_ground(run, properties)

    def _has_ground(self, run: etree._Element, properties: etree._Element) -> bool:
        """Whether anything but white may lie behind a run: its own shade, its paragraph's, cell's, table's, a shape."""
        if properties.find(f"{W}highlight") is not None or _is_shaded(properties):
            return True
        for around in run.iterancestors():
            if around.tag == f"{W}txbxContent":
                return True
            if _is_shaded(around.find(f"{around.tag}Pr")):
                return True
            style = around.find(f"{W}tblPr/{W}tblStyle") if around.tag == f"{W}tbl" else None
            if style is not None and style.get(f"{W}val") in self._shading_styles:
                return True
        return False

    def _note_unseen(self, run: etree._Element) -> None:
        text = "".join(part.text or "" for part in run.iter(f"{W}t"))
        problem = Problem(
            "hidden_text", f"Text that the page does not show was not read: {text[:_MOST_SHOWN]}"
        )
        if text.strip() and problem not in self.problems:
            self.problems.append(problem)

    def _note_struck(self, run: etree._Element) -> None:
        text = "".join(part.text or "" for part in run.iter(f"{W}t"))
        if text.strip():
            message = f"Text struck through was not read: {text[:_MOST_SHOWN]}"
            self.problems.append(Problem("struck_text", message))

    def _footnote(self, reference: etree._Element, line: _Line) -> None:
        """Notes of a table stand under it, with their marks: in the cell they would be part of its text."""
        note = self._footnotes.get(reference.get(f"{W}id", ""))
        if note is None:
            return
        own = reference.get(f"{W}customMarkFollows", "0") in ("1", "true", "on")
        self._footnote_count += not own
        texts = [b.text for b in self._container(note) if isinstance(b, MarkupParagraph) and b.text.strip()]
        if self._open_tables and not own:
            line.marks.append(str(self._footnote_count))
            texts[:1] = [f"注{self._footnote_count}：{text.strip()}" for text in texts[:1]]
        line.notes.extend(texts)

    # --- tables

    def _table(self, table: etree._Element) -> MarkupTable:
        widths = [_twips(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        rows: list[list[RawCell]] = []
        header_rows = 0
        for row in _rows(table):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            if header_rows == len(rows) and _switched_on(properties, "tblHeader"):
                header_rows += 1
            rows.append(list(self._row(row, properties)))
        placed, row_count, column_count = place_cells(rows, widths)
        cells = tuple(
            MarkupCell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                blocks=tuple(cell.blocks),
            )
            for cell in placed
        )
        return MarkupTable(row_count, column_count, cells, header_rows=header_rows or None)

    def _row(self, row: etree._Element, properties: etree._Element | None) -> Iterator[RawCell]:
        before = _count(properties, "gridBefore")
        if before:
            yield RawCell(column_span=before, filler=True)
        for cell in _cells(row):
            own = cell.find(f"{W}tcPr")
            if own is not None and own.find(f"{W}cellDel") is not None:
                continue
            vertical = None if own is None else own.find(f"{W}vMerge")
            horizontal = None if own is None else own.find(f"{W}hMerge")
            yield RawCell(
                column_span=max(1, _count(own, "gridSpan")),
                continues_above=vertical is not None and vertical.get(f"{W}val") != "restart",
                continues_left=horizontal is not None and horizontal.get(f"{W}val") != "restart",
                merged=vertical is not None,
                blocks=list(self._container(cell)),
            )
        after = _count(properties, "gridAfter")
        if after:
            yield RawCell(column_span=after, filler=True)


def _embedded(drawing: etree._Element) -> str | None:
    """What a drawing shows of another program: a chart, a diagram, an embedded file."""
    for element in drawing.iter(f"{_A}graphicData", f"{_O}OLEObject"):
        if element.tag == f"{_O}OLEObject":
            return f"An embedded object ({element.get('ProgID') or 'of an unknown program'})"
        kind = _GRAPHICS.get((element.get("uri") or "").rpartition("/")[2])
        if kind:
            return kind
    return None


def _is_large_picture(drawing: etree._Element) -> bool:
    """Whether a drawing is a picture large enough to be a page or a table, and no seal or logo."""
    if next(drawing.iter(f"{_V}imagedata"), None) is not None:
        style = next((shape.get("style") or "" for shape in drawing.iter(f"{_V}shape", f"{_V}rect")), "")
        size = {name: float(points) for name, points in _VML_SIZE.findall(style)}
        wide, high = (size.get(name, 0.0) * _EMU_PER_POINT for name in ("width", "height"))
        return wide >= 8 * _EMU_PER_CM and high >= 3 * _EMU_PER_CM
    if next(drawing.iter(f"{_A}blip"), None) is None:
        return False
    extent = next(drawing.iter(f"{_WP}extent"), None)
    try:
        wide, high = (int(extent.get(name, "0")) for name in ("cx", "cy")) if extent is not None else (0, 0)
    except ValueError:
        return False
    return wide >= 8 * _EMU_PER_CM and high >= 3 * _EMU_PER_CM


def _main_part(package: Package) -> str:
    if package.has("_rels/.rels"):
        for kind, target, external in _relations(package, "").values():
            if kind.endswith("/officeDocument") and not external and package.has(resolve("", target)):
                return resolve("", target)
    return "word/document.xml"


def _relations(package: Package, part: str) -> dict[str, tuple[str, str, bool]]:
    """id → (kind, target, external) of the relations of a part; "" means the package."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    if not package.has(path):
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", ""),
            relation.get("Target", ""),
            relation.get("TargetMode") == "External",
        )
        for relation in package.xml(path).iterfind(f"{_REL}Relationship")
    }


def _alternative(element: etree._Element) -> etree._Element:
    """The branch of `mc:AlternateContent` that holds text: the first choice, or else the fallback."""
    branches = [child for child in element if child.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    for branch in branches:
        if next(branch.iter(f"{W}t", f"{W}txbxContent"), None) is not None:
            return branch
    return branches[0] if branches else element


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _cells(child)


def _within(element: etree._Element, ancestor: etree._Element) -> bool:
    return element is ancestor or any(a is ancestor for a in element.iterancestors())


def _is_shaded(properties: etree._Element | None) -> bool:
    shade = None if properties is None else properties.find(f"{W}shd")
    if shade is None:
        return False
    fills = {shade.get(f"{W}{name}", "auto").upper() for name in ("fill", "themeFill")}
    return not fills <= {"AUTO", "FFFFFF"} or shade.get(f"{W}val", "clear") not in ("clear", "nil")


def _is_struck(run: etree._Element) -> bool:
    """Whether a run is struck through: beside the text that replaces it, both would read as one."""
    properties = run.find(f"{W}rPr")
    return _switched_on(properties, "strike") or _switched_on(properties, "dstrike")


def _switched_on(properties: etree._Element | None, name: str) -> bool:
    if properties is None:
        return False
    element = properties.find(f"{W}{name}")
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _count(properties: etree._Element | None, name: str) -> int:
    """A number of columns, within what a table can have."""
    element = None if properties is None else properties.find(f"{W}{name}")
    try:
        return 0 if element is None else min(max(int(element.get(f"{W}val", "0") or 0), 0), _MAX_COLUMNS)
    except ValueError:
        return 0


def _twips(column: etree._Element) -> float:
    try:
        return float(column.get(f"{W}w", "0") or 0)
    except ValueError:
        return 0.0


def _needs_space(label: str, text: str) -> bool:
    return label[-1:].isascii() and label[-1:].isalnum() and text[:1].isascii() and text[:1].isalnum()
