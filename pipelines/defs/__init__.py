"""The Dagster definitions, one module for a subject."""
