"""Readers of office files: DOCX, workbooks, OFD, and DOC/WPS through LibreOffice.

Each module turns one format into blocks in reading order; what follows is the same for all formats
and lives in `extractors.document.building`. `package` holds what the zip-based formats share: limits, safe XML.
"""
