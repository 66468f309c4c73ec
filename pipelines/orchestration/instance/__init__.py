"""The Dagster instance of a home: its settings, its log of events, runs that were killed, what it tells the terminal.

Assets, checks and jobs belong to `defs`."""
