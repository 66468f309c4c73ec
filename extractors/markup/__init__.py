"""Tables as DOCX and HTML write them: spans, merges, tables inside tables.

Paragraphs, styles and everything that only one of the two formats has belong to `office` and `web`."""
