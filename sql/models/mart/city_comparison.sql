-- The places that publish bulletins of their own, side by side: one row for each place, indicator,
-- scope and source of the figure. Ranked together is only what has one scope and one definition.
with places as (
    select distinct
        d.region_code,
        coalesce(r.name, d.region_name) as region_name
    from {{ ref('documents') }} as d
    left join {{ source('raw', 'regions') }} as r on d.region_code = r.region_code
    where d.status = 'current' and d.region_code is not null
),

figures as (
    select
        f.*,
        p.region_name,
        i.name as indicator_name,
        i.direction,
        i.kind as indicator_kind,
        case when f.scope in ('市本级', '县本级', '区本级') then '本级' else f.scope end as scope_class,
        coalesce(f.published, f.recomputed) as figure,
        case when f.published is null then 'recomputed' else 'published' end as basis
    from {{ ref('place_figures') }} as f
    inner join places as p on f.region_code = p.region_code
    inner join {{ source('raw', 'indicators') }} as i on f.indicator_id = i.indicator_id
),

classed as (
    select
        *,
        case when scope_class in ('全市', '全县', '全区') then '全域' else scope_class end as base
    from figures
),

-- Several figures for one place and base: the table's goes before the sentence's.
preferred as (
    select
        *,
        count(*) over (partition by document_id, region_code, indicator_id, scope, as_of) as figures_here,
        row_number() over (
            partition by region_code, indicator_id, base
            order by
                as_of desc nulls last,
                case source when 'table' then 1 when 'prose' then 2 else 3 end,
                source_id
        ) as choice
    from classed
),

spread as (
    select
        indicator_id,
        count(distinct region_code) as places
    from preferred
    group by indicator_id
),

peers as (
    select
        indicator_id,
        base,
        count(distinct region_code) as places
    from preferred
    where base is not null
    group by indicator_id, base
),

judged as (
    select
        p.*,
        p.choice = 1
        and coalesce(e.places, 0) > 1
        and p.indicator_kind in ('ratio', 'index') as comparable,
        case
            when p.indicator_kind not in ('ratio', 'index') then '绝对数随地区规模而异，不排名 an absolute number grows with the place'
            when p.choice > 1 and p.figures_here > 1 then '同一文件另有一数，不重复参与排名 another figure of the same document is ranked'
            when p.choice > 1 then '同一地区另有更近或更直接的数 a later or more direct figure is ranked'
            when coalesce(e.places, 0) < 2 then '口径不同：没有第二个地区公布同一范围的数 no other place publishes this scope'
        end as caveat
    from preferred as p
    left join peers as e on p.indicator_id = e.indicator_id and p.base = e.base
    inner join spread as s on p.indicator_id = s.indicator_id
    where s.places > 1
)

select
    indicator_id,
    indicator_name,
    region_code,
    region_name,
    scope,
    as_of,
    published,
    recomputed,
    numerator,
    denominator,
    unit,
    basis,
    comparable,
    caveat,
    case
        when comparable and direction in ('higher', 'lower') then
            rank() over (
                partition by indicator_id, base, comparable
                order by case when direction = 'lower' then figure else -figure end
            )
    end as rank,
    document_id,
    table_id,
    source,
    source_id,
    decimals,
    comparator,
    direction,
    detail
from judged
