"""What was read and resolved, written down as raw rows: of one table, or of the prose.

Belongs here: which answer goes into which column, ids, what is left of a part that could not be read. Not here: any
rule of what words and figures mean.
"""
