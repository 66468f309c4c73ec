"""How documents come in and are read: what a person hands in, the inbox, visits to publishers, the pool of readers.

What a document means belongs to `meaning`, when all this happens to `orchestration`."""
