-- Figures of tables of current documents, each with its table and what the registry says of its indicator: what
-- everything is computed from.
select
    o.observation_id,
    o.document_id,
    o.table_id,
    o.cell_id,
    o.row_no,
    o.column_no,
    o.row_kind,
    o.entity_raw,
    o.entity_kind,
    o.department_id,
    o.function_id,
    o.region_code,
    o.scope,
    o.indicator_id,
    o.column_path,
    o.value,
    o.decimals,
    o.unit,
    o.comparator,
    o.as_of,
    o.period_start,
    o.value_raw,
    o.kind,
    o.qualifier,
    o.section,
    o.caveat,
    i.name as indicator_name,
    i.kind as indicator_kind,
    i.direction,
    coalesce(i.kind, case when o.unit = '%' then 'ratio' else 'count' end) = 'ratio' as is_rate,
    t.title as table_title,
    t.scope as table_scope,
    t.region_code as table_region_code,
    t.table_no
from {{ ref('stg_observations') }} as o
inner join {{ ref('document_versions') }} as v on o.document_id = v.document_id
inner join {{ ref('stg_tables') }} as t on o.table_id = t.table_id
left join {{ ref('stg_indicators') }} as i on o.indicator_id = i.indicator_id
where v.status = 'current'
