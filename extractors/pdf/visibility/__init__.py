"""What a reader of the page sees of what the file holds: unseen text out, annotations and form values in.

Asks pdfium. Watermarks, which are seen and are none of the document, belong to `glyph_style`; what is a line or a table
is decided elsewhere."""
