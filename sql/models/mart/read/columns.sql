{{ config(materialized='view') }}
select
    table_id,
    column_no,
    column_path,
    role,
    indicator_id,
    unit,
    document_id,
    as_of,
    status,
    method,
    score,
    runner_up,
    of_indicator_id
from {{ ref('stg_columns') }}
