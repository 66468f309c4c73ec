{{ config(materialized='view') }}
select
    table_id,
    document_id,
    attachment_no,
    title,
    as_of,
    footnote,
    page_first,
    page_last,
    row_count,
    column_count,
    reader,
    table_no,
    caption,
    region_code,
    scope,
    as_of_is_own,
    proofs
from {{ ref('stg_tables') }}
