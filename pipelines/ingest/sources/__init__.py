"""Publishers as data: the files that describe them, what may stand in those, and what they say of documents.

Visiting a publisher belongs to `ingest.crawling`, asking for an address to `ingest.network`, when to do so to
`orchestration`.
"""
