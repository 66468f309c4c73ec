{{ config(materialized='view') }}
select
    document_id,
    table_id,
    row_no,
    name_raw,
    region_code,
    function_id,
    department_id,
    method,
    score,
    runner_up,
    runner_up_score,
    status,
    entity_kind,
    evidence
from {{ ref('stg_name_matches') }}
