"""Bytes before anything is read in them: which format they are, opening containers, limits of size and time.

What is written in a document belongs to the rooms of the formats."""
