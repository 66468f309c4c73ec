"""Rows of a table whose cells are parted by blanks only: which word is which cell.

What belongs here: rules on how many words a row has and which of them are figures, and what is told of rows that they
don't explain. What does not: where in a text a table stands for other reasons (tabs, bars, a cell on each line).
"""
