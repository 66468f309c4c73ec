{{ config(materialized='view') }}
select
    t.target_id,
    t.document_id,
    t.clause,
    t.indicator_id,
    t.indicator_raw,
    t.region_code,
    t.comparator,
    t.threshold,
    t.unit,
    t.deadline,
    t.responsible,
    t.quote,
    t.char_start,
    t.char_end,
    t.is_condition
from {{ ref('stg_targets') }} as t
inner join {{ ref('document_versions') }} as v on t.document_id = v.document_id
where v.status = 'current'
