"""One module for each way in which a formula is found.

Belongs here: from a table to the formulas that its figures should obey. A new kind of check is a module here and a line in
`meaning.rows.formula_rows`. Not here: what a formula is, how it is evaluated, who is to blame where it doesn't hold.
"""
