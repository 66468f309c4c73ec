{# Bulletins come monthly or quarterly; figures more than half a year apart are of different times. #}
{% set days_of_one_time = 183 %}
-- The places that publish bulletins of their own, side by side: one row for each place, indicator,
-- scope and source of the figure. Ranked together is only what has one scope, one subject and one period, and
-- does not grow with the size of the place. Three rules of periods, named in period_rule: what says from when to
-- when it runs is ranked with what has the same first and last day (same_period); what says as of when alone, with the
-- latest of each place (as_of); so are shares of items and of time limits, which are what a catalogue says on a day,
-- whatever the period of the bulletin (state).
with places as (
    select distinct
        d.region_code,
        coalesce(r.name, d.region_name) as region_name
    from {{ ref('documents') }} as d
    left join {{ ref('stg_regions') }} as r on d.region_code = r.region_code
    where d.status = 'current' and d.region_code is not null
),

states as (
    select i.indicator_id
    from {{ ref('stg_indicators') }} as i
    where i.unit in ('项', '工作日')
    union
    select r.indicator_id
    from {{ ref('stg_recipes') }} as r
    inner join {{ ref('stg_indicators') }} as i on r.part_indicator_id = i.indicator_id
    where i.unit in ('项', '工作日')
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
        end || coalesce(' ' || f.definition, '') || coalesce(' ' || f.qualifier, '') as base,
        case
            when s.indicator_id is not null then 'state'
            when f.period_start is null then 'as_of'
            else 'same_period'
        end as period_rule,
        case
            when f.period_start is null or s.indicator_id is not null then ''
            else cast(f.period_start as varchar) || '/' || coalesce(cast(f.as_of as varchar), '')
        end as period
    from {{ ref('place_figures') }} as f
    inner join places as p on f.region_code = p.region_code
    inner join {{ ref('stg_indicators') }} as i on f.indicator_id = i.indicator_id
    left join states as s on f.indicator_id = s.indicator_id
),

-- Several figures for one place and base: the latest, and the table's before the sentence's.
preferred as (
    select
        *,
        max(as_of) over (partition by region_code, indicator_id, base, period) as latest,
        row_number() over (
            partition by region_code, indicator_id, base, period
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

-- Places that have the same but for the period.
of_any_period as (
    select
        indicator_id,
        base,
        count(distinct region_code) as places
    from preferred
    where choice = 1
    group by indicator_id, base
),

peers as (
    select
        indicator_id,
        base,
        period,
        count(distinct region_code) as places,
        max(as_of) as newest
    from preferred
    where choice = 1
    group by indicator_id, base, period
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
            when coalesce(e.places, 0) < 2 and a.places > 1
                then '时期不同，无同期地区 no other place has this period'
            when coalesce(e.places, 0) < 2 and p.qualifier is not null
                then '对象不同（' || p.qualifier || '），无同对象地区 no other place has this subject'
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
    left join peers as e on p.indicator_id = e.indicator_id and p.base = e.base and p.period = e.period
    left join of_any_period as a on p.indicator_id = a.indicator_id and p.base = a.base
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
                partition by indicator_id, base, period, comparable
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
    choice = 1 as preferred,
    period_start,
    period_rule,
    qualifier
from judged
