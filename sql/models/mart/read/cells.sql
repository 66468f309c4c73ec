{{ config(materialized='view') }}
select
    cell_id,
    table_id,
    row_no,
    column_no,
    row_kind,
    text,
    page,
    x0,
    y0,
    x1,
    y1,
    source_line,
    document_id,
    covered,
    fate,
    fate_reason
from {{ ref('stg_cells') }}
