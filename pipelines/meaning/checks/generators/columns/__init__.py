"""Formulas over the rows of a table: totals, means, shares of a total, ranks."""
