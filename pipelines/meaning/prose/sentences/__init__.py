"""What a sentence says of each of its figures: of whom, of what, as of when, value, change, rank or demand.

Cutting the text belongs to `lexing`; the registry of indicators to `meaning.indicators`."""
