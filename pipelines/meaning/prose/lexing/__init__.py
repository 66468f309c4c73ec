"""A paragraph cut into sentences, clauses, dates and figures, and the digits that are no figures.

What a figure says belongs to `sentences`."""
