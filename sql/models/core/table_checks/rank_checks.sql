-- Printed ranks against the order of the figures that they follow, which the table itself shows (raw.formulas). Ties
-- share a range of places.
with ranked as (
    select
        f.identity_id,
        f.source,
        f.support,
        f.tested,
        o.observation_id,
        o.document_id,
        o.table_id,
        o.row_no,
        o.column_no,
        o.entity_raw,
        o.indicator_id,
        o.value,
        o.decimals,
        p.column_path as measure_path,
        p.value as measure,
        t.coefficient * p.value as points
    from {{ ref('stg_formulas') }} as f
    inner join {{ ref('stg_formula_terms') }} as t on f.identity_id = t.identity_id
    inner join {{ ref('current_observations') }} as o on f.target_id = o.observation_id
    inner join {{ ref('current_observations') }} as p on t.part_id = p.observation_id
    where f.kind = 'ranking'
),

placed as (
    select
        *,
        rank() over (partition by table_id, column_no order by points desc) as first_place,
        count(*) over (partition by table_id, column_no, points) as ties
    from ranked
)

select
    identity_id,
    observation_id,
    document_id,
    table_id,
    row_no,
    column_no,
    entity_raw,
    'ranking' as kind,
    indicator_id,
    measure_path || ' ' || {{ number_text('measure') }} || ' 排第 ' || cast(first_place as varchar) as formula,
    value as published,
    case
        when value >= first_place and value < first_place + ties then value
        else first_place
    end as recomputed,
    decimals,
    false as is_rate,
    source,
    support,
    tested
from placed
