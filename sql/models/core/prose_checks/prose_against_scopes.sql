-- A sentence about a scope against what its tables determine: core.scope_figures, and a rate that only a total row
-- prints. What a county says of itself as a whole may stand in a table of its own offices, where that is all it has.
with townships as (
    select
        document_id,
        indicator_id,
        region_code
    from {{ ref('scope_figures') }}
    where scope = '乡级'
    group by document_id, indicator_id, region_code
)

select
    s.statement_id,
    f.value * {{ unit_factor('f.unit') }} / {{ unit_factor('s.unit') }} as recomputed,
    f.decimals - {{ unit_digits('f.unit') }} + {{ unit_digits('s.unit') }} as decimals,
    f.table_id,
    f.table_title,
    f.as_of,
    f.period_start,
    f.formula,
    case
        when f.method = 'printed_total' then 2
        when f.method = 'sum' then 3
        when f.method in ('ratio_of_totals', 'sum_of_totals') then 4
        when f.method = 'mean' then 6
        else 5
    end as preference,
    cast(null as varchar) as part_id
from {{ ref('prose_values') }} as s
left join townships as t
    on s.document_id = t.document_id and s.indicator_id = t.indicator_id and s.place_code = t.region_code
inner join {{ ref('scope_figures') }} as f
    on
        s.document_id = f.document_id
        and s.indicator_id = f.indicator_id
        and s.place_code = f.region_code
        and (
            s.scope = f.scope
            or (s.scope in ('全区', '全县') and s.scope = {{ whole_of('f.scope') }} and t.document_id is null)
        )
where s.department_id is null
union all
-- A rate that only the total row prints.
select
    s.statement_id,
    o.value as recomputed,
    o.decimals,
    o.table_id,
    o.table_title,
    o.as_of,
    o.period_start,
    o.entity_raw || ' ' || o.column_path as formula,
    2 as preference,
    o.observation_id as part_id
from {{ ref('prose_values') }} as s
left join townships as t
    on s.document_id = t.document_id and s.indicator_id = t.indicator_id and s.place_code = t.region_code
inner join {{ ref('current_observations') }} as o
    on
        s.document_id = o.document_id
        and s.indicator_id = o.indicator_id
        and s.place_code = o.region_code
        and o.row_kind = 'total'
        and o.kind = 'value'
        and o.is_rate
        and (
            s.scope = o.scope
            or (s.scope in ('全区', '全县') and s.scope = {{ whole_of('o.scope') }} and t.document_id is null)
        )
where s.department_id is null
