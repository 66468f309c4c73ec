-- A sentence about a named place or office against that place's or office's own row.
select
    s.statement_id,
    o.value * {{ unit_factor('o.unit') }} / {{ unit_factor('s.unit') }} as recomputed,
    o.decimals - {{ unit_digits('o.unit') }} + {{ unit_digits('s.unit') }} as decimals,
    o.table_id,
    o.table_title,
    o.as_of,
    o.period_start,
    o.entity_raw || ' ' || o.column_path as formula,
    1 as preference,
    o.observation_id as part_id
from {{ ref('prose_values') }} as s
inner join {{ ref('current_observations') }} as o
    on
        s.document_id = o.document_id
        and s.indicator_id = o.indicator_id
        and o.row_kind = 'data'
        and o.kind = 'value'
        and (
            (s.department_id is not null and s.department_id = o.department_id)
            or (
                s.department_id is null
                and s.scope is null
                and o.entity_kind = 'region'
                and s.region_code = o.region_code
            )
        )
