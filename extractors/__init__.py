"""From the bytes of a published bulletin to a `Document` of paragraphs and tables.

What belongs here: formats, encodings, geometry, grids, heading trees, row kinds, numbers and dates
as they are printed. What does not: departments, indicators, Dagster, DuckDB.
"""
