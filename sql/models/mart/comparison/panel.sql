-- Whoever printed it: every place that a current document has a figure of, with the best figure for each indicator,
-- qualifier, scope and period. Printed goes before recomputed, an exact figure before a bound, the place's own document
-- before another's, a table before a sentence. What else is said of the same is in the caveat.
with figures as (
    select
        f.*,
        i.name as indicator_name,
        i.kind as indicator_kind,
        i.direction,
        case
            when f.definition like '更正：%' or f.definition like '%; 更正：%' then f.qualifier
            when f.qualifier is null then f.definition
            else f.qualifier || coalesce('; ' || f.definition, '')
        end as subject,
        case when f.definition like '更正：%' or f.definition like '%; 更正：%' then f.definition end as correction,
        coalesce(f.published, f.recomputed) as value,
        case when f.published is null then 'recomputed' else 'published' end as basis
    from {{ ref('place_figures') }} as f
    inner join {{ ref('stg_indicators') }} as i on f.indicator_id = i.indicator_id
    where coalesce(f.published, f.recomputed) is not null
),

ordered as (
    select
        *,
        row_number() over (
            partition by region_code, indicator_id, subject, scope, period_start, as_of
            order by
                basis asc,
                case when coalesce(comparator, '=') = '=' then 1 else 2 end,
                case when region_code = publisher_region_code then 1 else 2 end,
                case source when 'table' then 1 when 'prose' then 2 else 3 end,
                decimals desc nulls last,
                source_id asc
        ) as choice
    from figures
),

best as (
    select *
    from ordered
    where choice = 1
),

-- Other printed figures of the same that differ in the decimals that both print.
others as (
    select
        b.source_id,
        o.value,
        min(coalesce(d.region_name, d.issuer, '')) as publisher
    from best as b
    inner join ordered as o
        on
            b.region_code = o.region_code
            and b.indicator_id = o.indicator_id
            and b.subject is not distinct from o.subject
            and b.scope = o.scope
            and b.period_start is not distinct from o.period_start
            and b.as_of is not distinct from o.as_of
    inner join {{ ref('stg_documents') }} as d on o.document_id = d.document_id
    where
        o.choice > 1
        and o.published is not null
        and {{ round_half_up('b.value', 'least(b.decimals, o.decimals)') }}
        <> {{ round_half_up('o.value', 'least(b.decimals, o.decimals)') }}
    group by b.source_id, o.value
),

numbered as (
    select
        source_id,
        value,
        publisher,
        row_number() over (partition by source_id order by value, publisher) as place,
        count(*) over (partition by source_id) as differing
    from others
),

-- Ranked together is what has one subject, one level and one period, exact and said alike by all.
rankable as (
    select
        b.source_id,
        b.indicator_id,
        b.subject,
        b.period_start,
        b.as_of,
        case
            when b.scope in ('市本级', '县本级', '区本级') then '本级'
            when b.scope in ('全市', '全县', '全区') then '全域'
            else b.scope
        end as level,
        case when b.direction = 'lower' then b.value else -b.value end as order_value
    from best as b
    left join others as o on b.source_id = o.source_id
    where
        b.indicator_kind in ('ratio', 'index')
        and b.direction in ('higher', 'lower')
        and b.as_of is not null
        and b.correction is null
        and coalesce(b.comparator, '=') = '='
        and o.source_id is null
),

ranked as (
    select
        source_id,
        rank() over (
            partition by indicator_id, subject, level, period_start, as_of
            order by order_value
        ) as rank,
        count(*) over (partition by indicator_id, subject, level, period_start, as_of) as places
    from rankable
),

differing_figures as (
    select
        source_id,
        max(differing) as differing,
        string_agg({{ number_text('value') }} || coalesce('（' || nullif(publisher, '') || '）', ''), '、' order by place)
            as listed
    from numbered
    where place <= 3
    group by source_id
)

select
    b.region_code,
    coalesce(r.name, p.region_name, b.region_code) as region_name,
    b.indicator_id,
    b.indicator_name,
    b.subject as qualifier,
    b.scope,
    b.period_start,
    b.as_of,
    b.value,
    b.unit,
    b.basis,
    b.publisher_region_code,
    b.document_id,
    b.table_id,
    b.row_no,
    b.column_no,
    case when b.source = 'prose' then b.source_id end as statement_id,
    nullif(
        coalesce('另有不同的数 other figures：' || x.listed, '')
        || coalesce(case when x.differing > 3 then ' 等 ' || cast(x.differing as varchar) || ' 个' end, '')
        || coalesce(case when x.listed is not null and b.correction is not null then '；' end, '')
        || coalesce(b.correction, '')
        || case when b.basis = 'recomputed' then '没有公布数，由各行复算 recomputed from the rows' else '' end,
        ''
    ) as caveat,
    b.source_id,
    b.source,
    b.comparator,
    b.decimals,
    coalesce(x.differing, 0) as other_figures,
    case when k.places > 1 then k.rank end as rank
from best as b
left join {{ ref('stg_regions') }} as r on b.region_code = r.region_code
left join (
    select
        region_code,
        min(region_name) as region_name
    from {{ ref('stg_documents') }}
    group by region_code
) as p on b.region_code = p.region_code
left join differing_figures as x on b.source_id = x.source_id
left join ranked as k on b.source_id = k.source_id
