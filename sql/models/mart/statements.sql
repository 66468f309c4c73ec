select
    s.statement_id,
    s.document_id,
    s.sentence,
    s.quote,
    s.char_start,
    s.char_end,
    s.indicator_id,
    s.indicator_raw,
    s.scope,
    s.region_code,
    s.value,
    s.unit,
    s.comparator,
    s.as_of,
    s.kind,
    s.department_id,
    s.decimals
from {{ source('raw', 'statements') }} as s
inner join {{ ref('document_versions') }} as v on s.document_id = v.document_id
where v.status = 'current'
