"""The walk over a page: paragraphs and tables in reading order, white space as HTML means it.

What belongs here: block and inline elements, line breaks, which short lines outside of the document
are its title or source. What does not: spans (`extractors.markup.html_grid`), nested tables (`extractors.markup.nested_tables`).
"""

from __future__ import annotations

import re

from lxml import etree

from extractors.markup.html_grid import place_cells
from extractors.markup.nested_tables import MarkupBlock, MarkupCell, MarkupParagraph, MarkupTable
from extractors.model import Place
from extractors.printed.raised_type import read_lowered, read_raised, with_leading_marks
from extractors.web import site_furniture
from extractors.web.main_content import HEADINGS, Page, text_of

_BLOCK_TAGS_TEXT = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol "
    "p pre section summary ul thead tbody tfoot tr td th"
)
_BLOCK_TAGS = frozenset(_BLOCK_TAGS_TEXT.split())
# A break in the source between two Chinese characters is no space (CSS Text, segment breaks).
_SOURCE_BREAK = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
_COLLAPSIBLE = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:", re.IGNORECASE)
_BARE = re.compile(r"\s+")
_FILLED_IN = ("text", "number", "tel", "date")
_OPENS_NOTE = (":", "：", ";", "；")
_DIGIT = re.compile(r"\d")
_MAX_DEPTH = 300
_LONG_LINE = 40


class Walk:
    """One walk over a page. `blocks` may be called once; `left_out` and `prose_marks` are full after it.

    `left_out` has the elements and lines that were taken for the site's, `prose_marks` the footnote marks behind
    words that stand in no cell.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._out: list[MarkupBlock] = []
        self._parts: list[str] = []
        self._marks: list[str] = []
        self._leading: list[str] = []  # marks before the first word of a paragraph
        self._line: int | None = None
        self._element: etree._Element = page.body
        self._centred = False
        self._attachment = False
        self._preformatted = False  # inside `pre`: blanks are meant
        self._keep_all = False  # inside a table of data: nothing in it belongs to the site
        self._main_seen = False
        self.left_out: list[tuple[str, etree._Element]] = []
        self.prose_marks: list[tuple[str, etree._Element]] = []

    def blocks(self) -> list[MarkupBlock]:
        """What the page shows of its document."""
        self._block(self._page.body, 0, centred=False)
        return self._out

    # --- collecting one paragraph

    def _text(self, text: str | None, element: etree._Element) -> None:
        if not text or self._page.style.is_unseen(element):
            return
        if text.strip():
            self._begin(element)
        plain = text if self._preformatted else _COLLAPSIBLE.sub(" ", _SOURCE_BREAK.sub("", text))
        self._parts.append(plain)

    def _begin(self, element: etree._Element) -> None:
        if self._line is None:
            self._line = element.sourceline
            self._element = element

    def _flush(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        marks = self._marks
        if marks or self._leading:
            text, leading = with_leading_marks(self._leading, text)
            marks = [*leading, *marks]
            self._marks, self._leading = [], []
        line, attachment = self._line, self._attachment
        if self._preformatted:
            before = len(text) - len(text.lstrip("\r\n"))
            line = line + text[:before].count("\n") if line is not None else None
            text = text.strip("\r\n")
        else:
            text = _AROUND_BREAK.sub("\n", text).strip(" \n")
        self._line = None
        self._attachment = False
        if not text.strip():
            return
        if marks and not self._keep_all:
            self.prose_marks.append((f"{text}[{','.join(marks)}]", self._element))
        if not self._keep_all:
            text = "\n".join(
                kept for part in text.split("\n") if (kept := self._without_site(part, attachment))
            )
            if not text:
                return
        self._out.append(
            MarkupParagraph(
                text,
                Place(line=line),
                centred=self._centred,
                preformatted=self._preformatted,
                marks=tuple(marks),
            )
        )

    def _without_site(self, line: str, attachment: bool) -> str:
        """The line as far as it belongs to the document; "" when nothing of it does."""
        kept = self._kept(line, attachment)
        if not kept and not self._in_link():
            self.left_out.append((line, self._element))
        return kept

    def _kept(self, line: str, attachment: bool) -> str:
        inside = self._page.in_main(self._element)
        self._main_seen = self._main_seen or inside
        # Where no part of the page stands out as the document, all of it is judged as its outskirts.
        inner = inside and self._page.main is not self._page.body
        if site_furniture.is_site_line(line, inner=inner):
            return ""
        if site_furniture.is_source_line(line) or not inner:
            line = site_furniture.without_tools(line)
        if inside or attachment:
            return line
        if len(line) >= _LONG_LINE and not self._in_link():
            return line
        if self._main_seen:
            return ""
        return line if self._is_title(line) or site_furniture.is_source_line(line) else ""

    def _in_link(self) -> bool:
        return any(element.tag == "a" for element in (self._element, *self._element.iterancestors()))

    def _is_title(self, line: str) -> bool:
        bare = _BARE.sub("", line)
        if len(bare) < 5:
            return False
        if any(title.startswith(bare) or bare in title for title in self._page.titles):
            return True
        for element in (self._element, *self._element.iterancestors()):
            if element.tag in HEADINGS:
                return True
            if element is self._page.body:
                break
        return False

    # --- elements

    def _block(self, element: etree._Element, depth: int, *, centred: bool) -> None:
        centred = _is_centred(element, centred)
        self._flush()
        outer = self._preformatted
        self._preformatted = outer or element.tag == "pre" or bool(_PRE.search(element.get("style") or ""))
        self._inline(element, depth, centred=centred)
        self._flush()
        self._preformatted = outer

    def _inline(self, element: etree._Element, depth: int, *, centred: bool) -> None:
        self._centred = centred
        if depth > _MAX_DEPTH:
            # Deeper than any page is meant: the text, and no further structure.
            self._text(text_of(element), element)
            return
        self._text(element.text, element)
        for child in element:
            tag = child.tag
            if tag in ("input", "textarea", "select"):
                self._field(child)
            elif not isinstance(tag, str) or not self._page.is_shown(child):
                pass
            elif self._page.is_site(child):
                self.left_out.append((self._page.unlinked_text(child), child))
            elif child not in self._page.hidden.tabs.labels:  # a label stands over its panel
                if child in self._page.hidden.tabs.panels:
                    self._panel_label(child)
                if tag == "br":
                    self._parts.append("\n")
                elif self._raised(child):
                    pass
                elif tag == "table":
                    self._flush()
                    self._table(child, depth + 1, centred=centred)
                elif tag in _BLOCK_TAGS:
                    self._block(child, depth + 1, centred=centred)
                else:
                    self._attachment = self._attachment or (tag == "a" and self._page.is_attachment(child))
                    if (
                        tag == "small"
                        and self._parts
                        and self._parts[-1][-1:].isdigit()
                        and text_of(child)[:1].isdigit()
                    ):
                        self._parts.append(" ")  # digits set small are none of the figure before them
                    self._inline(child, depth + 1, centred=centred)
                self._centred = centred
            self._text(child.tail, element)

    def _panel_label(self, panel: etree._Element) -> None:
        label = self._page.hidden.tabs.panels[panel]
        if label:
            self._flush()
            self._out.append(MarkupParagraph(label, Place(line=panel.sourceline), centred=True))

    def _raised(self, element: etree._Element) -> bool:
        """Whether the element is a footnote mark or an exponent, which is then taken down."""
        lowered = element.tag == "sub"
        if not lowered and not self._page.style.is_raised(element):
            return False
        before = "".join(self._parts)
        piece = text_of(element)
        text, mark = (read_lowered if lowered else read_raised)(before.rpartition("\n")[2], piece)
        if mark is None and text == piece:
            return False
        self._begin(element)
        if mark is not None and before.rstrip().endswith(_OPENS_NOTE):
            text = f"{mark} "  # the number of what follows: 注：¹ 含加分项；² 不含电话评价
        elif mark is not None:
            (self._marks if before.strip() else self._leading).append(mark)
        self._parts.append(text)
        return True

    def _field(self, field: etree._Element) -> None:
        """What a field is filled in with: some sites show their figures so. Outside of tables words are the form's."""
        if self._page.style.hidden(field):
            return
        if field.tag == "textarea":
            value = field.text
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((option for option in options if option.get("selected") is not None), None)
            value = text_of(chosen if chosen is not None else options[0]) if options else None
        else:
            value = field.get("value") if (field.get("type") or "text").lower() in _FILLED_IN else None
        in_document = (
            self._page.in_main(field) and next(field.iterancestors("td", "p", "li"), None) is not None
        )
        if value and (self._keep_all or (in_document and _DIGIT.search(value))):
            self._text(value, field)

    def _table(self, table: etree._Element, depth: int, *, centred: bool) -> None:
        for caption in table.iterchildren("caption"):
            self._block(caption, depth, centred=True)
        grid = place_cells(table, self._page.has_place)
        outer_out, outer_keep = self._out, self._keep_all
        leaf = next(table.iterdescendants("table"), None) is None
        self._keep_all = outer_keep or (leaf and _looks_like_data(grid.row_count, grid.column_count))
        cells = []
        for cell in grid.cells:
            self._out = []
            if self._page.is_cell_shown(cell.element):
                self._block(cell.element, depth + 1, centred=False)
            cells.append(
                MarkupCell(
                    cell.row,
                    cell.column,
                    cell.row_span,
                    cell.column_span,
                    tuple(self._out),
                    Place(line=cell.element.sourceline),
                )
            )
        self._out, self._keep_all = outer_out, outer_keep
        self._out.append(
            MarkupTable(
                grid.row_count,
                grid.column_count,
                tuple(cells),
                header_rows=grid.header_rows,
            )
        )
        # Text that the parser found between the rows, where no text may stand: browsers show it.
        for part in table.iter("table", "thead", "tbody", "tfoot", "tr"):
            if part is table or next(part.iterancestors("table"), None) is table:
                self._loose_text(part, centred)

    def _loose_text(self, part: etree._Element, centred: bool) -> None:
        texts = [part.text, *(child.tail for child in part)]
        for text in texts:
            if text and text.strip():
                self._centred = centred
                self._text(text, part)
                self._flush()


def _looks_like_data(rows: int, columns: int) -> bool:
    return rows >= 3 and columns >= 2


def _is_centred(element: etree._Element, inherited: bool) -> bool:
    if element.tag == "center":
        return True
    style = element.get("style") or ""
    if _ALIGNED.search(style):
        return bool(_CENTRED.search(style))
    align = element.get("align")
    if align is not None and element.tag not in ("table", "img"):
        return align.strip().lower() in ("center", "middle")
    return inherited
