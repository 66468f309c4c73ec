"""What a bulletin means, and when it is read: names, regions, indicators, Dagster, the command line."""
