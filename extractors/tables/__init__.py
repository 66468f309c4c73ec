"""From a plain grid to a `Table`: captions, headings, kinds of rows, several tables in one grid, what a table proves.

Where on a page or in a text the grid stands belongs to the rooms of the formats; what a column measures to `pipelines.meaning`."""
