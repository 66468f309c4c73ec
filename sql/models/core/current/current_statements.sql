-- Figures of the prose of current documents, each with what the registry says of its indicator.
select
    s.*,
    coalesce(s.region_code, d.region_code) as place_code,
    i.name as indicator_name,
    i.kind as indicator_kind,
    coalesce(i.kind, case when s.unit = '%' then 'ratio' else 'count' end) = 'ratio' as is_rate
from {{ ref('stg_statements') }} as s
inner join {{ ref('document_versions') }} as v on s.document_id = v.document_id
inner join {{ ref('stg_documents') }} as d on s.document_id = d.document_id
left join {{ ref('stg_indicators') }} as i on s.indicator_id = i.indicator_id
where v.status = 'current'
