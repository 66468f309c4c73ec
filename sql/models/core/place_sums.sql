-- For each table of departments, an indicator of the place as a whole from the sums of its rows:
-- a ratio from the sums of its numerator and denominator, a count from its own sum.
with rows_of_departments as (
    select *
    from {{ ref('current_observations') }}
    where
        kind = 'value'
        and row_kind = 'data'
        and entity_kind in ('department', 'service_unit')
        and indicator_id is not null
),

sums as (
    select
        document_id,
        table_id,
        indicator_id,
        max(table_scope) as scope,
        max(as_of) as as_of,
        max(indicator_kind) as indicator_kind,
        max(unit) as unit,
        count(*) as rows_summed,
        sum(value) as value
    from rows_of_departments
    group by document_id, table_id, indicator_id
),

ratios as (
    select
        n.document_id,
        n.table_id,
        r.indicator_id,
        r.recipe_no,
        max(n.scope) as scope,
        max(n.as_of) as as_of,
        max(case when r.complement then 1 else 0 end) as complement,
        sum(case when r.side = 'numerator' then n.value end) as numerator,
        sum(case when r.side = 'denominator' then n.value end) as denominator,
        count(distinct case when r.side = 'numerator' then n.indicator_id end) as numerators,
        count(distinct case when r.side = 'denominator' then n.indicator_id end) as denominators
    from sums as n
    inner join {{ ref('recipes') }} as r on n.indicator_id = r.part_indicator_id
    where r.kind = 'ratio' and n.indicator_kind in ('count', 'amount')
    group by n.document_id, n.table_id, r.indicator_id, r.recipe_no
),

needed as (
    select
        indicator_id,
        recipe_no,
        count(distinct case when side = 'numerator' then part_indicator_id end) as numerators,
        count(distinct case when side = 'denominator' then part_indicator_id end) as denominators
    from {{ ref('recipes') }}
    where kind = 'ratio'
    group by indicator_id, recipe_no
),

complete as (
    select
        r.*,
        row_number() over (partition by r.table_id, r.indicator_id order by r.recipe_no) as place
    from ratios as r
    inner join needed as d
        on
            r.indicator_id = d.indicator_id
            and r.recipe_no = d.recipe_no
            and r.numerators = d.numerators
            and r.denominators = d.denominators
    where r.denominator <> 0
)

select
    c.document_id,
    c.table_id,
    c.indicator_id,
    c.scope,
    c.as_of,
    i.unit,
    c.numerator,
    c.denominator,
    {{ ratio('c.numerator', 'c.denominator', 'c.complement = 1', 'i.unit') }} as recomputed
from complete as c
inner join {{ source('raw', 'indicators') }} as i on c.indicator_id = i.indicator_id
where c.place = 1
union all
select
    s.document_id,
    s.table_id,
    s.indicator_id,
    s.scope,
    s.as_of,
    s.unit,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    s.value as recomputed
from sums as s
where s.indicator_kind = 'count'
