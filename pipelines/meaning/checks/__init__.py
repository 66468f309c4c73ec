"""Formulas that the figures of a table obey: found here as data, evaluated by the SQL models.

Belongs here: which cells determine which, how that was found, and how sure it is. Does not belong here: whether a figure
is right (`sql/models/core`), registered recipes of indicators (`meaning.indicators`).
"""
