{{ config(materialized='view') }}
-- Every document with the time it was first handed in, which decides what supersedes what.
select
    d.*,
    coalesce(o.first_seen, d.ingested_at) as first_seen,
    o.source_id,
    o.parent_uri
from {{ ref('stg_documents') }} as d
left join (
    select
        document_id,
        min(first_seen) as first_seen,
        min(source_id) as source_id,
        min(parent_uri) as parent_uri
    from {{ ref('stg_originals') }}
    group by document_id
) as o on d.document_id = o.document_id
