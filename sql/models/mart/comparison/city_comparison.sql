{# Bulletins come monthly or quarterly; figures more than half a year apart are of different times. #}
{% set days_of_one_time = 183 %}
-- The places that publish bulletins of their own, side by side: one row for each place, indicator,
-- scope and source of the figure. Ranked together is only what has one scope and one definition and
-- does not grow with the size of the place.
with places as (
    select distinct
        d.region_code,
        coalesce(r.name, d.region_name) as region_name
    from {{ ref('documents') }} as d
    left join {{ ref('stg_regions') }} as r on d.region_code = r.region_code
    where d.status = 'current' and d.region_code is not null
),

figures as (
    select
        f.*,
        p.region_name,
        i.name as indicator_name,
        i.direction,
        i.kind as indicator_kind,
        coalesce(f.published, f.recomputed) as figure,
        case when f.published is null then 'recomputed' else 'published' end as basis,
        case
            when f.scope in ('市本级', '县本级', '区本级') then '本级'
            when f.scope in ('全市', '全县', '全区') then '全域'
            else f.scope
        end || coalesce(' ' || f.definition, '') as base
    from {{ ref('place_figures') }} as f
    inner join places as p on f.region_code = p.region_code
    inner join {{ ref('stg_indicators') }} as i on f.indicator_id = i.indicator_id
),

-- Several figures for one place and base: the latest, and the table's before the sentence's.
preferred as (
    select
        *,
        max(as_of) over (partition by region_code, indicator_id, base) as latest,
        row_number() over (
            partition by region_code, indicator_id, base
            order by
                as_of desc nulls last,
                case source when 'table' then 1 when 'prose' then 2 else 3 end,
                source_id
        ) as choice
    from figures
),

spread as (
    select indicator_id
    from preferred
    where published is not null
    group by indicator_id
    having count(distinct region_code) > 1
),

peers as (
    select
        indicator_id,
        base,
        count(distinct region_code) as places,
        max(as_of) as newest
    from preferred
    where choice = 1
    group by indicator_id, base
),

judged as (
    select
        p.*,
        p.choice = 1 and e.places > 1 and p.indicator_kind in ('ratio', 'index') as comparable,
        case
            when p.as_of < p.latest then '同地另有更近的数，不参与排名 a later figure of this place is ranked'
            when p.choice > 1 then '同一地区同一范围另有一数，不重复排名 another figure for the same is ranked'
            when p.indicator_kind not in ('ratio', 'index')
                then '绝对数随地区规模而异，不排名 an absolute number grows with the place'
            when p.definition like '更正：%' or p.definition like '%; 更正：%'
                then '公布数有更正，不参与排名（' || p.definition || '） a correction stands beside this figure'
            when coalesce(e.places, 0) < 2 and p.definition is not null
                then '口径不同（' || p.definition || '），无同口径地区 no other place has this definition'
            when coalesce(e.places, 0) < 2 then '范围不同，无同范围地区 no other place publishes this scope'
            when e.newest - p.as_of > {{ days_of_one_time }}
                then
                    '数据较旧（' || cast(p.as_of as varchar) || '），与最新相差 '
                    || cast(e.newest - p.as_of as varchar) || ' 天 older figure'
        end as caveat
    from preferred as p
    inner join spread as s on p.indicator_id = s.indicator_id
    left join peers as e on p.indicator_id = e.indicator_id and p.base = e.base
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
        when comparable and direction in ('higher', 'lower')
            then rank() over (
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
    detail,
    definition,
    choice = 1 as preferred
from judged
