-- The sentences' figures that something else can determine: values said to be exact, of a known indicator.
-- "达到 90%" says at least; a higher figure in the table does not contradict it.
select
    s.statement_id,
    s.document_id,
    s.indicator_id,
    s.indicator_name,
    s.indicator_kind,
    s.subject,
    s.scope,
    s.place_code,
    s.region_code,
    s.department_id,
    s.value,
    s.decimals,
    s.unit,
    s.is_rate,
    s.as_of,
    s.since,
    s.about,
    s.qualifier,
    s.indicator_raw,
    s.sentence,
    s.quote,
    s.char_start,
    d.as_of as document_as_of,
    strpos(s.quote, '达') > 0 as at_least
from {{ ref('current_statements') }} as s
inner join {{ ref('stg_documents') }} as d on s.document_id = d.document_id
where
    s.kind = 'value'
    and s.value is not null
    and s.indicator_id is not null
    and coalesce(s.comparator, '=') = '='
