"""What a read document means, as rows of the raw schema: offices, places, indicators, figures of tables and prose.

Everything here decides what a figure means, so a change of any file in it makes the next run read again. Nothing here
fetches, writes or schedules."""
