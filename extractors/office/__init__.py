"""Readers of office files: DOCX, workbooks, and DOC/WPS through LibreOffice, each to blocks in reading order.

What follows is the same for all formats and belongs to `extractors.document`; opening zip packages to
`extractors.files`, tables inside tables to `extractors.markup`.
"""
