"""Formulas between the tables of a document: figures that it prints twice."""
