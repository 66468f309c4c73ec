"""Tables as people get them by copying: the same rows in each spelling, between the paragraphs of a letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.model import Document
from extractors.printed.line_wraps import fold
from extractors.reading import read_document
from extractors.text.source_lines import display_width

Rows = Sequence[Sequence[str]]

BEFORE = (
    "关于2024年3月政务服务运行情况的通报\n\n各县（市、区）人民政府，市直各部门：\n\n"
    "现将2024年3月全市政务服务运行情况通报如下，请认真对照整改。\n\n"
)
BEHIND = (
    "\n\n各单位要高度重视，认真整改，确保各项工作落实到位。\n\n市政务服务和大数据管理局\n\n2024年4月8日\n"
)


def read(text: str) -> Document:
    """The letter with this text in it."""
    return read_document((BEFORE + text + BEHIND).encode(), name="a.txt")


def cells(document: Document) -> list[list[list[str]]]:
    """The rows of each table, its heading first."""
    return [
        [
            ["/".join(path) for path in table.header],
            *[[fold(text) for text in row.texts] for row in table.rows],
        ]
        for table in document.tables
    ]


def _joined(rows: Rows, blank: str, line: str = "\n") -> str:
    return line.join(blank.join(cell for cell in row if cell) for row in rows)


def _fixed(rows: Rows, gap: int) -> str:
    widths = [max(display_width(row[j]) for row in rows) for j in range(len(rows[0]))]
    return "\n".join(
        (" " * gap)
        .join(cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True))
        .rstrip()
        for row in rows
    )


def _box(rows: Rows) -> str:
    rule = "├────┼────┤\n"
    return "┌────┬────┐\n" + rule.join("│ " + " │ ".join(row) + " │\n" for row in rows) + "└────┴────┘"


def _markdown(rows: Rows) -> str:
    first, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([first, "|" + "---|" * len(rows[0]), *rest])


SPELLINGS: dict[str, Callable[[Rows], str]] = {
    "a cell on each line": lambda rows: _joined(rows, "\n"),
    "a blank line after each cell": lambda rows: _joined(rows, "\n\n", "\n\n"),
    "a blank line after each row": lambda rows: _joined(rows, "\n", "\n\n"),
    "single blanks": lambda rows: _joined(rows, " "),
    "single blanks, a blank line after each row": lambda rows: _joined(rows, " ", "\n\n"),
    "full-width blanks": lambda rows: _joined(rows, "\u3000"),
    "several blanks": lambda rows: _joined(rows, "    "),
    "fixed width": lambda rows: _fixed(rows, 2),
    "fixed width, one blank at least": lambda rows: _fixed(rows, 1),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "bars": lambda rows: "\n".join(" | ".join(row) for row in rows),
    "bars at the edges": lambda rows: "\n".join("| " + " | ".join(row) + " |" for row in rows),
    "Markdown": _markdown,
    "a box of lines": _box,
}
