"""Web pages of governments: the document in the page, without the site around it.

`html_reader` is the entry; it finds the document in the page and takes its paragraphs and tables in reading order. The
grid of a table belongs to `extractors.markup`, fetching pages to `pipelines.ingest`.
"""

from __future__ import annotations

from extractors.web.html_reader import read_html

__all__ = ["read_html"]
