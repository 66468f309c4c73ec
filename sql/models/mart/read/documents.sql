{{ config(materialized='view') }}
select
    d.document_id,
    d.source_uri,
    d.media_type,
    d.title,
    d.issuer,
    d.document_number,
    d.region_code,
    d.region_name,
    d.published_on,
    d.as_of,
    v.status,
    v.status_reason,
    v.superseded_by,
    d.page_count,
    d.table_count,
    d.ingested_at,
    d.first_seen,
    d.reader_version,
    d.meaning_version,
    v.current_version,
    d.source_id,
    d.parent_uri
from {{ ref('received_documents') }} as d
inner join {{ ref('document_versions') }} as v on d.document_id = v.document_id
