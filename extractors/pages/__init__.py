"""Pages with places: from runs of text and ruling lines to paragraphs and tables, with no library of any format.

Getting runs and lines out of a file belongs to `pdf` and `ofd`."""
