{{ config(materialized='view') }}
select
    statement_id,
    document_id,
    sentence,
    quote,
    char_start,
    char_end,
    indicator_id,
    indicator_raw,
    scope,
    region_code,
    value,
    unit,
    comparator,
    as_of,
    kind,
    department_id,
    decimals,
    subject,
    compared_with,
    since as period_start
from {{ ref('current_statements') }}
