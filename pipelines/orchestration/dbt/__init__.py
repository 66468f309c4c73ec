"""The dbt project as Dagster needs it: its manifest, and which column is made from which.

The models themselves are in `sql/`."""
