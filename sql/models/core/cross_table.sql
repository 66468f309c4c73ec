-- The same quantity of the same department, or of the same offices together, as of the same date,
-- printed in two tables of one document. The check stands at the later table.
with figures as (
    select
        o.*,
        case
            when o.row_kind = 'data' then o.department_id
            when o.row_kind = 'total' and o.scope is not null then o.region_code || ' ' || o.scope
        end as whose
    from {{ ref('current_observations') }} as o
    where
        o.kind = 'value'
        and o.indicator_id is not null
        and (
            (o.row_kind = 'data' and o.department_id is not null)
            or (o.row_kind = 'total' and o.scope is not null)
        )
),

-- A department printed on several rows of one table (one for each certificate, say) is no single
-- figure that could be compared.
single as (
    select
        table_id,
        whose,
        indicator_id
    from figures
    group by table_id, whose, indicator_id
    having count(*) = 1
),

usable as (
    select f.*
    from figures as f
    inner join single as s
        on f.table_id = s.table_id and f.whose = s.whose and f.indicator_id = s.indicator_id
)

select
    b.observation_id,
    b.document_id,
    b.table_id,
    b.row_no,
    b.column_no,
    b.entity_raw,
    'cross_table' as kind,
    b.indicator_id,
    coalesce(a.table_title, a.table_id) || '：' || a.entity_raw || ' ' || a.column_path as formula,
    b.value as published,
    a.value as recomputed,
    case when a.decimals < b.decimals then a.decimals else b.decimals end as decimals,
    b.is_rate,
    a.observation_id as other_observation_id
from usable as b
inner join usable as a
    on
        b.document_id = a.document_id
        and b.whose = a.whose
        and b.indicator_id = a.indicator_id
        and b.unit is not distinct from a.unit
        and b.as_of is not distinct from a.as_of
        and b.table_scope is not distinct from a.table_scope
        and b.table_no > a.table_no
