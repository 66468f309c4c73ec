"""The one writer of the warehouse, its raw schema, the published copy, queries."""
