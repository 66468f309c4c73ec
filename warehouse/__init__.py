"""The one writer of the warehouse, its raw schema, the published copy, queries.

How a document is read belongs to `extractors`, what it means to `pipelines.meaning`, what is computed from the raw
tables to `sql`.
"""
