"""The figures of a table: what each column is, what each cell holds, and the fate of every cell.

How a table is found on a page belongs to `extractors`."""
