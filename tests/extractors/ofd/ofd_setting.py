"""Sets lines of text and ruled tables as OFD, in the ways that writers of OFD do it."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 3.5  # of type, millimetres
ROW = 8.0


@dataclass
class Page:
    """A page of OFD objects; coordinates in millimetres from the top left."""

    width: float = 210.0
    height: float = 297.0
    objects: list[str] = field(default_factory=list)


@dataclass
class Style:
    """How a writer sets text. `scaled`: by a CTM; `counted`: DeltaX with g; `turned`: a quarter turn."""

    scaled: bool = False
    counted: bool = True
    rectangles: bool = False  # lines as thin filled rectangles
    turned: bool = False


def text(page: Page, x: float, baseline: float, value: str, style: Style, size: float = SIZE) -> None:
    """One TextObject with its first baseline at (x, baseline)."""
    widths = [size if ord(character) > 255 else size / 2 for character in value]
    factor = 0.5 if style.scaled else 1.0
    steps = [round(width / factor, 3) for width in widths[:-1]]
    if style.counted and steps:
        runs: list[list[float]] = []
        for step in steps:
            if runs and runs[-1][1] == step:
                runs[-1][0] += 1
            else:
                runs.append([1, step])
        delta = " ".join(f"g {int(count)} {step}" if count > 1 else str(step) for count, step in runs)
    else:
        delta = " ".join(map(str, steps))
    top = size * 0.88
    box_x, box_y = x, baseline - top
    matrix = f"{factor} 0 0 {factor} 0 0"
    if style.turned:
        # The page is turned a quarter counter-clockwise: text runs up.
        box_x, box_y = baseline - top, page.height - x
        matrix = f"0 {-factor} {factor} 0 0 0"
    ctm = f' CTM="{matrix}"' if style.scaled or style.turned else ""
    page.objects.append(
        f'<ofd:TextObject ID="1" Boundary="{box_x:.3f} {box_y:.3f} {sum(widths):.3f} {size:.3f}" Font="1" '
        f'Size="{size / factor:.3f}"{ctm}><ofd:TextCode X="0" Y="{top / factor:.3f}"'
        + (f' DeltaX="{delta}"' if delta else "")
        + f">{html.escape(value)}</ofd:TextCode></ofd:TextObject>"
    )


def line(page: Page, x0: float, y0: float, x1: float, y1: float, style: Style) -> None:
    """A ruling line, drawn as a path or as a thin rectangle."""
    if style.turned:
        x0, y0, x1, y1 = y0, page.height - x0, y1, page.height - x1
    left, top, width, height = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
    if style.rectangles:
        w, h = max(width, 0.2), max(height, 0.2)
        data, paint = f"M 0 0 L {w:.3f} 0 L {w:.3f} {h:.3f} L 0 {h:.3f} C", 'Stroke="false" Fill="true"'
    else:
        data, paint = f"M 0 0 L {width:.3f} {height:.3f}", 'LineWidth="0.25"'
    page.objects.append(
        f'<ofd:PathObject ID="2" Boundary="{left:.3f} {top:.3f} {max(width, 0.2):.3f} '
        f'{max(height, 0.2):.3f}" {paint}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ruled(
    page: Page,
    x: float,
    y: float,
    widths: Sequence[float],
    rows: Sequence[Sequence[str | None]],
    style: Style,
) -> float:
    """A ruled table; None is covered by the cell at its left. Returns the y under it."""
    edges = [x]
    for width in widths:
        edges.append(edges[-1] + width)
    for number, row in enumerate(rows):
        top = y + number * ROW
        line(page, edges[0], top, edges[-1], top, style)
        column = 0
        while column < len(row):
            end = column + 1
            while end < len(row) and row[end] is None:
                end += 1
            line(page, edges[column], top, edges[column], top + ROW, style)
            value = row[column]
            if value:
                text(page, edges[column] + 1, top + ROW * 0.65, value, style)
            column = end
        line(page, edges[-1], top, edges[-1], top + ROW, style)
    bottom = y + len(rows) * ROW
    line(page, edges[0], bottom, edges[-1], bottom, style)
    return bottom


def package(pages: Sequence[Page], *, template: str = "", prefix: str = "ofd:", resources: str = "") -> bytes:
    """The pages as an OFD file. `template` holds objects of a template that every page uses, `resources` fonts and the like."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def write(name: str, xml: str) -> None:
            body = xml if prefix == "ofd:" else xml.replace("ofd:", prefix).replace("xmlns:ofd", "xmlns")
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + body)

        write(
            "OFD.xml",
            f'<ofd:OFD {_NS} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:Title>'
            "通报</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(
            f'<ofd:Page ID="{i + 10}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages))
        )
        public = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>" if resources else ""
        if resources:
            write("Doc_0/PublicRes.xml", f'<ofd:Res {_NS} BaseLoc="Res">{resources}</ofd:Res>')
        templates = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
        write(
            "Doc_0/Document.xml",
            f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 "
            "297</ofd:PhysicalBox></ofd:PageArea>"
            f"{public}{templates}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        if template:
            write(
                "Doc_0/Tpls/Tpl_0/Content.xml",
                f"<ofd:Page {_NS}><ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content></ofd:Page>",
            )
        used = '<ofd:Template TemplateID="5"/>' if template else ""
        for i, page in enumerate(pages):
            write(
                f"Doc_0/Pages/Page_{i}/Content.xml",
                f"<ofd:Page {_NS}><ofd:Area><ofd:PhysicalBox>0 0 {page.width} "
                f"{page.height}</ofd:PhysicalBox></ofd:Area>{used}"
                f'<ofd:Content><ofd:Layer ID="3">{"".join(page.objects)}</ofd:Layer></ofd:Content>'
                "</ofd:Page>",
            )
    return out.getvalue()
