"""Bulletins as plain text: copied from a page, recognised from a scan, or converted from another format."""
