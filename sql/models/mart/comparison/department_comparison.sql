-- How offices of one function compare from place to place: every indicator that offices of at least two
-- places have, one row for each figure. Rates and indices are ranked, the latest of each office; absolute
-- numbers grow with the place and are not.
with figures as (
    select
        observation_id,
        document_id,
        table_no,
        function_id,
        department_id,
        indicator_id,
        indicator_kind,
        direction,
        coalesce(caveat, '') as definition,
        as_of,
        value,
        table_region_code as region_code
    from {{ ref('current_observations') }}
    where
        kind = 'value'
        and row_kind = 'data'
        and entity_kind in ('department', 'service_unit')
        and function_id is not null
        and indicator_id is not null
        and qualifier is null
),

-- Places by function, indicator and definition, and without regard to the definition.
peers as (
    select
        function_id,
        indicator_id,
        definition,
        count(distinct region_code) as places
    from figures
    group by function_id, indicator_id, definition
),

spread as (
    select
        function_id,
        indicator_id
    from figures
    group by function_id, indicator_id
    having min(region_code) < max(region_code)
),

-- Only rates and indices compete, and of each office the latest. Few columns: the rows are many.
latest as (
    select
        observation_id,
        function_id,
        indicator_id,
        definition,
        case when direction = 'lower' then value when direction = 'higher' then -value end as order_value,
        row_number() over (
            partition by department_id, indicator_id, definition
            order by as_of desc nulls last, document_id desc, table_no asc, observation_id asc
        ) as choice
    from figures
    where indicator_kind in ('ratio', 'index')
),

ranked as (
    select
        l.observation_id,
        case
            when l.order_value is not null
                then rank() over (partition by l.function_id, l.indicator_id, l.definition order by l.order_value)
        end as rank
    from latest as l
    inner join peers as p
        on l.function_id = p.function_id and l.indicator_id = p.indicator_id and l.definition = p.definition
    where l.choice = 1 and p.places > 1
)

select
    o.function_id,
    fn.name as function_name,
    o.indicator_id,
    o.indicator_name,
    o.table_region_code as region_code,
    r.name as region_name,
    o.department_id,
    o.entity_raw,
    o.as_of,
    o.value as published,
    c.recomputed,
    c.numerator,
    c.denominator,
    o.unit,
    k.observation_id is not null as comparable,
    k.rank,
    o.caveat as definition,
    o.document_id,
    o.table_id,
    o.observation_id,
    o.decimals,
    o.comparator
from {{ ref('current_observations') }} as o
inner join spread as s on o.function_id = s.function_id and o.indicator_id = s.indicator_id
left join ranked as k on o.observation_id = k.observation_id
left join {{ ref('formula_checks') }} as c
    on o.observation_id = c.observation_id and c.kind = 'row_ratio' and c.source = 'registered'
left join {{ ref('stg_functions') }} as fn on o.function_id = fn.function_id
left join {{ ref('stg_regions') }} as r on o.table_region_code = r.region_code
where
    o.kind = 'value'
    and o.row_kind = 'data'
    and o.entity_kind in ('department', 'service_unit')
    and o.qualifier is null
