-- Every indicator of a place and scope that its tables determine, with how: a printed total, a sum, a
-- ratio or sum of sums by a recipe of the registry, or the plain mean of the rows' rates (some offices
-- average rates; it is a candidate for what was printed and no recomputation).
--
-- First the recipes that have all their parts, before anything is written out: few have.
with complete as (
    select
        v.document_id,
        v.table_key,
        v.region_code,
        v.scope,
        v.variant,
        r.indicator_id,
        r.recipe_no,
        r.kind
    from {{ ref('scope_values') }} as v
    inner join {{ ref('recipes') }} as r on v.indicator_id = r.part_indicator_id
    group by
        v.document_id, v.table_key, v.region_code, v.scope, v.variant,
        r.indicator_id, r.recipe_no, r.kind, r.parts
    having count(*) = r.parts and count(distinct {{ unit_digits('v.unit') }}) = 1
),

parts as (
    select
        v.document_id,
        v.table_id,
        v.table_key,
        v.table_title,
        v.region_code,
        v.scope,
        v.variant,
        v.as_of,
        v.period_start,
        r.indicator_id,
        r.recipe_no,
        r.kind as recipe_kind,
        r.side,
        r.complement,
        v.value,
        v.indicator_id as part_indicator_id
    from complete as c
    inner join {{ ref('recipes') }} as r
        on c.indicator_id = r.indicator_id and c.recipe_no = r.recipe_no and c.kind = r.kind
    inner join {{ ref('scope_values') }} as v
        on
            c.document_id = v.document_id
            and c.table_key = v.table_key
            and c.region_code = v.region_code
            and c.scope is not distinct from v.scope
            and c.variant = v.variant
            and r.part_indicator_id = v.indicator_id
),

grouped as (
    select
        document_id,
        max(table_id) as table_id,
        table_key,
        max(table_title) as table_title,
        region_code,
        scope,
        variant,
        indicator_id,
        recipe_no,
        recipe_kind,
        max(as_of) as as_of,
        case when min(period_start) = max(period_start) then max(period_start) end as period_start,
        max(case when complement then 1 else 0 end) = 1 as complement,
        {{ sides_summed('side', 'value') }}
    from parts
    group by document_id, table_key, region_code, scope, variant, indicator_id, recipe_no, recipe_kind
),

by_recipe as (
    select
        g.*,
        i.unit,
        row_number() over (
            partition by g.document_id, g.table_key, g.region_code, g.scope, g.variant, g.indicator_id
            order by case g.recipe_kind when 'ratio' then 1 else 2 end, g.recipe_no
        ) as place
    from grouped as g
    inner join {{ ref('stg_indicators') }} as i on g.indicator_id = i.indicator_id
    where
        (g.recipe_kind = 'ratio' and g.denominator <> 0)
        or (g.recipe_kind = 'sum' and i.kind in ('count', 'amount'))
),

-- The words of the recipes that are kept.
written as (
    select
        b.document_id,
        b.table_key,
        b.region_code,
        b.scope,
        b.variant,
        b.indicator_id,
        {{ sides_in_words(
            'p.side', "i.name || ' ' || " ~ number_text('p.value'), 'p.part_indicator_id'
        ) }}
    from by_recipe as b
    inner join parts as p
        on
            b.document_id = p.document_id
            and b.table_key = p.table_key
            and b.region_code = p.region_code
            and b.scope is not distinct from p.scope
            and b.variant = p.variant
            and b.indicator_id = p.indicator_id
            and b.recipe_no = p.recipe_no
            and b.recipe_kind = p.recipe_kind
    inner join {{ ref('stg_indicators') }} as i on p.part_indicator_id = i.indicator_id
    where b.place = 1
    group by b.document_id, b.table_key, b.region_code, b.scope, b.variant, b.indicator_id
),

means as (
    select
        document_id,
        table_id,
        max(table_title) as table_title,
        table_region_code as region_code,
        {{ row_scope() }} as scope,
        indicator_id,
        max(indicator_name) as indicator_name,
        as_of,
        case when min(period_start) = max(period_start) then max(period_start) end as period_start,
        max(unit) as unit,
        count(*) as rows_averaged,
        avg(value) as value
    from {{ ref('current_observations') }}
    where
        kind = 'value'
        and is_rate
        and row_kind = 'data'
        and indicator_id is not null
        and table_region_code is not null
        and entity_kind in ('department', 'service_unit', 'region')
    group by
        document_id,
        table_id,
        table_region_code,
        {{ row_scope() }},
        indicator_id,
        as_of
)

select
    document_id,
    table_id,
    table_title,
    region_code,
    scope,
    indicator_id,
    as_of,
    period_start,
    unit,
    decimals,
    case variant when 'printed' then 'printed_total' else 'sum' end as method,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    value,
    case variant
        when 'printed' then '合计行'
        when 'whole' then replace(table_title, '两表', '') || '之和'
        else 'Σ ' || cast(rows_summed as varchar) || ' 行'
    end || ' ' || {{ number_text('value') }} as formula
from {{ ref('scope_values') }}
union all
select
    b.document_id,
    b.table_id,
    b.table_title,
    b.region_code,
    b.scope,
    b.indicator_id,
    b.as_of,
    b.period_start,
    b.unit,
    cast(null as integer) as decimals,
    b.recipe_kind || case b.variant when 'printed' then '_of_totals' else '_of_sums' end as method,
    b.numerator,
    b.denominator,
    {{ recomputed_by_recipe('b', 'b.unit') }} as value,
    case b.variant
        when 'printed' then '合计行：'
        when 'whole' then replace(b.table_title, '两表', '') || '合并：'
        else '各行之和：'
    end
    || {{ recipe_formula('w', 'b') }} as formula
from by_recipe as b
inner join written as w
    on
        b.document_id = w.document_id
        and b.table_key = w.table_key
        and b.region_code = w.region_code
        and b.scope is not distinct from w.scope
        and b.variant = w.variant
        and b.indicator_id = w.indicator_id
where b.place = 1
union all
select
    document_id,
    table_id,
    table_title,
    region_code,
    scope,
    indicator_id,
    as_of,
    period_start,
    unit,
    cast(null as integer) as decimals,
    'mean' as method,
    cast(null as double precision) as numerator,
    cast(null as double precision) as denominator,
    value,
    cast(rows_averaged as varchar) || ' 行' || indicator_name || '的简单平均' as formula
from means
