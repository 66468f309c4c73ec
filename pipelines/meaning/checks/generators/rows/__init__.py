"""Formulas that hold in each row of a table: a figure and the others beside it."""
