"""Publishers as data, and polite fetching. Knows nothing of Dagster or DuckDB.

`catalogue` loads the YAML files, `model` says what may stand in them, `crawl` visits a source through a
`client.Client` and yields what it found; `listing` and `attachments` read saved pages without any network.
"""
