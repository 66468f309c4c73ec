-- Every document with the time it was first handed in, which decides what supersedes what.
select
    d.document_id,
    d.source_uri,
    d.media_type,
    d.encoding,
    d.title,
    d.issuer,
    d.document_number,
    d.region_code,
    d.region_name,
    d.published_on,
    d.as_of,
    d.page_count,
    d.table_count,
    d.paragraph_count,
    d.character_count,
    d.quarantine_code,
    d.quarantine_reason,
    d.reader_version,
    d.meaning_version,
    d.read_seconds,
    d.ingested_at,
    coalesce(o.first_seen, d.ingested_at) as first_seen,
    o.source_id,
    o.parent_uri
from {{ source('raw', 'documents') }} as d
left join (
    select
        document_id,
        min(first_seen) as first_seen,
        min(source_id) as source_id,
        min(parent_uri) as parent_uri
    from {{ source('raw', 'originals') }}
    group by document_id
) as o on d.document_id = o.document_id
