"""Bulletins as plain text: copied from a page, recognised from a scan, or converted from another format.

What belongs here: where in the lines a table stands, and its rows and columns. Decoding bytes belongs to
`extractors.files`, headings and kinds of rows to `extractors.tables`.
"""
