"""Web pages of governments: the document in the page, without the site around it.

`read_html` is the entry (`reader`). `encoding` finds the characters, `furniture` knows what belongs to
the site, `page` finds the document in the page, `walk` takes its paragraphs and tables in reading order,
`table_grid` places the cells of a table.
"""

from __future__ import annotations

from extractors.web.html_reader import read_html

__all__ = ["read_html"]
