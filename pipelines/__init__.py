"""What a bulletin means, and when it is read: names, regions, indicators, Dagster, the command line.

How the bytes of a document are read belongs to `extractors`, what is stored and asked to `warehouse`, what is computed
from it to `sql`.
"""
