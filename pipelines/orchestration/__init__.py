"""When everything happens: Dagster definitions, the dbt project, runs, the instance, the service that watches.

What is done in a step belongs to `ingest`, `meaning` and the SQL models."""
