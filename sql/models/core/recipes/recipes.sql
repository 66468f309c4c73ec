-- How an indicator follows from others, also through parts that are sums themselves: a coverage rate
-- is covered ÷ items where both are printed, and Σ covered of the groups ÷ Σ items of the groups where
-- only the groups are. Variants have numbers above 1000 and come after the definition as registered.
with registered as (
    select * from {{ ref('stg_recipes') }}
),

sums as (
    select
        indicator_id,
        part_indicator_id
    from registered
    where kind = 'sum' and recipe_no = 1
),

-- Which sides of a ratio have a part that is itself a sum.
expandable as (
    select distinct
        r.indicator_id,
        r.recipe_no,
        r.side
    from registered as r
    inner join sums as s on r.part_indicator_id = s.indicator_id
    where r.kind = 'ratio'
),

variants as (
    select
        indicator_id,
        recipe_no,
        1000 as step,
        side as first_side,
        side as second_side
    from expandable
    where side = 'numerator'
    union all
    select
        indicator_id,
        recipe_no,
        2000 as step,
        side as first_side,
        side as second_side
    from expandable
    where side = 'denominator'
    union all
    select
        n.indicator_id,
        n.recipe_no,
        3000 as step,
        n.side as first_side,
        d.side as second_side
    from expandable as n
    inner join expandable as d on n.indicator_id = d.indicator_id and n.recipe_no = d.recipe_no
    where n.side = 'numerator' and d.side = 'denominator'
),

-- Sums of sums: all questions are on-time ones and late ones of each kind.
sums_of_sums as (
    select
        r.indicator_id,
        r.recipe_no
    from registered as r
    left join sums as s on r.part_indicator_id = s.indicator_id
    where r.kind = 'sum'
    group by r.indicator_id, r.recipe_no
    having count(distinct r.part_indicator_id) = count(distinct s.indicator_id)
),

every_way as (
    select
        indicator_id,
        recipe_no,
        kind,
        side,
        part_indicator_id,
        complement
    from registered
    union
    select
        r.indicator_id,
        r.recipe_no + 1000 as recipe_no,
        r.kind,
        r.side,
        s.part_indicator_id,
        r.complement
    from registered as r
    inner join sums_of_sums as x on r.indicator_id = x.indicator_id and r.recipe_no = x.recipe_no
    inner join sums as s on r.part_indicator_id = s.indicator_id
    union
    select
        r.indicator_id,
        r.recipe_no + v.step as recipe_no,
        r.kind,
        r.side,
        coalesce(s.part_indicator_id, r.part_indicator_id) as part_indicator_id,
        r.complement
    from registered as r
    inner join variants as v on r.indicator_id = v.indicator_id and r.recipe_no = v.recipe_no
    left join sums as s
        on r.part_indicator_id = s.indicator_id and (r.side = v.first_side or r.side = v.second_side)
    where r.kind = 'ratio'
)

select
    indicator_id,
    recipe_no,
    kind,
    side,
    part_indicator_id,
    complement,
    count(*) over (partition by indicator_id, recipe_no, kind) as parts
from every_way
