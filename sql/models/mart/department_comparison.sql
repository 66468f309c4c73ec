-- How offices of one function compare from place to place: every indicator that offices of at least two
-- places have, one row for each figure. Rates and indices are ranked, the latest of each office; absolute
-- numbers grow with the place and are not.
with figures as (
    select
        o.observation_id,
        o.document_id,
        o.table_id,
        o.function_id,
        o.department_id,
        o.entity_raw,
        o.indicator_id,
        o.indicator_name,
        o.indicator_kind,
        o.direction,
        o.caveat as definition,
        o.as_of,
        o.value as published,
        o.decimals,
        o.unit,
        o.comparator,
        c.recomputed,
        c.numerator,
        c.denominator,
        o.table_region_code as region_code,
        o.table_no,
        row_number() over (
            partition by o.department_id, o.indicator_id, coalesce(o.caveat, '')
            order by o.as_of desc nulls last, o.document_id desc, o.table_no asc, o.observation_id asc
        ) as choice
    from {{ ref('current_observations') }} as o
    left join {{ ref('row_checks') }} as c on o.observation_id = c.observation_id and c.kind = 'row_ratio'
    where
        o.kind = 'value'
        and o.row_kind = 'data'
        and o.entity_kind in ('department', 'service_unit')
        and o.function_id is not null
        and o.indicator_id is not null
        and o.qualifier is null
),

spread as (
    select
        function_id,
        indicator_id
    from figures
    group by function_id, indicator_id
    having count(distinct region_code) > 1
),

peers as (
    select
        function_id,
        indicator_id,
        coalesce(definition, '') as definition,
        count(distinct region_code) as places
    from figures
    where choice = 1
    group by function_id, indicator_id, coalesce(definition, '')
),

judged as (
    select
        f.*,
        f.choice = 1 and p.places > 1 and f.indicator_kind in ('ratio', 'index') as comparable
    from figures as f
    inner join spread as s on f.function_id = s.function_id and f.indicator_id = s.indicator_id
    inner join peers as p
        on
            f.function_id = p.function_id
            and f.indicator_id = p.indicator_id
            and coalesce(f.definition, '') = p.definition
)

select
    j.function_id,
    fn.name as function_name,
    j.indicator_id,
    j.indicator_name,
    j.region_code,
    r.name as region_name,
    j.department_id,
    j.entity_raw,
    j.as_of,
    j.published,
    j.recomputed,
    j.numerator,
    j.denominator,
    j.unit,
    j.comparable,
    case
        when j.comparable and j.direction in ('higher', 'lower')
            then rank() over (
                partition by j.function_id, j.indicator_id, coalesce(j.definition, ''), j.comparable
                order by case when j.direction = 'lower' then j.published else -j.published end
            )
    end as rank,
    j.definition,
    j.document_id,
    j.table_id,
    j.observation_id,
    j.decimals,
    j.comparator
from judged as j
left join {{ source('raw', 'functions') }} as fn on j.function_id = fn.function_id
left join {{ source('raw', 'regions') }} as r on j.region_code = r.region_code
