-- Printed changes (增减, 同比, 环比) against the two figures of their row that they lie between: a difference, in points or
-- in units, or a growth in percent. Where no unit tells which, the one that fits is the one that was meant.
with changes as (
    select
        o.*,
        c.of_indicator_id
    from {{ ref('current_observations') }} as o
    inner join {{ ref('stg_columns') }} as c on o.table_id = c.table_id and o.column_no = c.column_no
    where o.indicator_kind = 'change' and o.value is not null and c.of_indicator_id is not null
),

-- The figures to the left of a change that it may be about. Where several have one date (a month and the year so
-- far), which one is meant is not said.
figures as (
    select
        c.observation_id as change_id,
        o.observation_id,
        o.column_no,
        o.column_path,
        o.as_of,
        o.value,
        o.unit,
        o.decimals,
        o.is_rate,
        count(*) over (partition by c.observation_id, o.as_of) as of_one_date,
        max(o.decimals) over (partition by c.observation_id) as most_decimals,
        max(o.as_of) over (partition by c.observation_id) as latest
    from changes as c
    inner join {{ ref('current_observations') }} as o
        on
            c.table_id = o.table_id
            and c.row_no = o.row_no
            and c.entity_raw is not distinct from o.entity_raw
            and c.of_indicator_id = o.indicator_id
            and o.column_no < c.column_no
    where o.kind = 'value' and o.value is not null and o.as_of is not null and o.comparator = '='
),

pairs as (
    select
        n.change_id,
        n.observation_id as new_id,
        n.column_path as new_path,
        n.value as new_value,
        e.observation_id as old_id,
        e.column_path as old_path,
        e.value as old_value,
        n.unit,
        n.is_rate,
        n.most_decimals,
        12 * (extract(year from n.as_of) - extract(year from e.as_of))
        + extract(month from n.as_of) - extract(month from e.as_of) as months,
        row_number() over (partition by n.change_id order by e.as_of desc) as age,
        count(*) over (partition by n.change_id) as earlier
    from figures as n
    inner join figures as e
        on n.change_id = e.change_id and n.as_of > e.as_of and n.unit is not distinct from e.unit
    where n.as_of = n.latest and n.of_one_date = 1 and e.of_one_date = 1
),

-- 同比 is against the year before; 环比 against the period before, which has half a year at most; 增减 alone against
-- the only other one there is.
meant as (
    select
        c.*,
        p.new_id,
        p.new_path,
        p.new_value,
        p.old_id,
        p.old_path,
        p.old_value,
        p.unit as part_unit,
        p.is_rate as of_rates,
        p.most_decimals,
        case
            when c.column_path like '%增%' or c.column_path like '%升%' then 1
            when c.column_path like '%降%' or c.column_path like '%减%' then -1
            else 1
        end as direction_told
    from changes as c
    inner join pairs as p on c.observation_id = p.change_id
    where
        (c.indicator_id = 'yoy_change' and p.months = 12)
        or (c.indicator_id = 'mom_change' and p.age = 1 and p.months <= 6)
        or (c.indicator_id not in ('yoy_change', 'mom_change') and p.earlier = 1)
),

-- A difference can be told from figures that are printed as exactly as it is; a growth from exact counts only.
candidates as (
    select
        m.*,
        2 as recipe_no,
        'difference' as recipe_kind,
        direction_told * (new_value - old_value) as recomputed
    from meant as m
    where
        most_decimals >= decimals
        and (unit = part_unit or unit is null or (unit in ('%', '百分点') and part_unit = '%'))
    union all
    select
        m.*,
        1 as recipe_no,
        'growth' as recipe_kind,
        direction_told * 100.0 * (new_value - old_value) / old_value as recomputed
    from meant as m
    where
        old_value <> 0
        and (unit = '%' or unit is null)
        and most_decimals = 0
        and {{ unit_digits('part_unit') }} = 0
        and not of_rates
),

ranked as (
    select
        *,
        {{ best_fit('observation_id') }} as place
    from candidates
)

select
    observation_id,
    document_id,
    table_id,
    row_no,
    column_no,
    entity_raw,
    'row_difference' as kind,
    of_indicator_id as indicator_id,
    case when direction_told < 0 then '−' else '' end
    || '(' || new_path || ' ' || {{ number_text('new_value') }}
    || ' − ' || old_path || ' ' || {{ number_text('old_value') }} || ')'
    || case recipe_kind when 'growth' then ' ÷ ' || {{ number_text('old_value') }} || ' × 100' else '' end as formula,
    value as published,
    recomputed,
    decimals,
    recipe_kind = 'growth' or of_rates as is_rate,
    new_id,
    old_id
from ranked
where place = 1
