-- Lists of leaders and laggards in the prose against the table that holds the figures: do the named
-- stand where the sentence puts them? 最高, 较低, 最多 speak of the number itself, 靠前 and 较差 of the standing; where low
-- is good and the words leave open which of both is meant (居前三位), nobody is judged.
-- Compared as a set with as many of the table's first or last;
-- ties do not count against a list, and a lone "较后" is right in the last third. Those who are said to be
-- unfinished must stand below 100 % in the rate that the thing is the numerator of (or is itself), and where the
-- sentence speaks of all others, nobody else may. published and recomputed count names.
with lists as (
    select
        r.*,
        {{ speaks_of_the_number('r.quote') }} as by_number,
        {{ speaks_of_good_or_bad('r.quote') }} as by_standing,
        count(*) over (partition by r.ranking_id) as named
    from {{ ref('stg_rankings') }} as r
    inner join {{ ref('document_versions') }} as v on r.document_id = v.document_id
    where v.status = 'current' and r.indicator_id is not null
),

-- The indicator that a list is judged by, by its direction.
measures as (
    select
        indicator_id,
        direction,
        indicator_id as measure_id
    from lists
    where direction in ('top', 'bottom')
    union
    select
        l.indicator_id,
        l.direction,
        i.indicator_id as measure_id
    from lists as l
    inner join {{ ref('stg_indicators') }} as i on l.indicator_id = i.indicator_id
    where l.direction = 'unfinished' and i.kind = 'ratio' and i.unit = '%'
    union
    select
        l.indicator_id,
        l.direction,
        r.indicator_id as measure_id
    from lists as l
    inner join {{ ref('stg_recipes') }} as r on l.indicator_id = r.part_indicator_id
    inner join {{ ref('stg_indicators') }} as i on r.indicator_id = i.indicator_id
    where
        l.direction = 'unfinished'
        and r.kind = 'ratio'
        and r.side = 'numerator'
        and r.recipe_no < 1000  -- the registered ones, not those that reach through sums
        and not r.complement
        and i.unit = '%'
),

figures as (
    select
        o.*,
        coalesce(o.department_id, o.region_code) as entity_id
    from {{ ref('current_observations') }} as o
    where o.row_kind = 'data' and o.kind = 'value' and coalesce(o.department_id, o.region_code) is not null
),

-- The table of the document that has the indicator for most of the named.
tables_of_lists as (
    select
        l.ranking_id,
        f.table_id,
        f.column_no,
        max(f.table_title) as table_title,
        max(f.column_path) as column_path,
        count(distinct l.position) as found,
        row_number() over (
            partition by l.ranking_id
            order by count(distinct l.position) desc, f.table_id, f.column_no
        ) as place
    from lists as l
    inner join measures as m on l.indicator_id = m.indicator_id and l.direction = m.direction
    inner join figures as f
        on
            l.document_id = f.document_id
            and m.measure_id = f.indicator_id
            and coalesce(l.department_id, l.region_code) = f.entity_id
    group by l.ranking_id, f.table_id, f.column_no
),

ordered as (
    select
        t.ranking_id,
        t.table_title,
        t.column_path,
        t.table_id,
        t.column_no,
        f.entity_id,
        f.entity_raw,
        f.value,
        count(*) over (partition by t.ranking_id) as entities,
        sum(case when f.value < 100 then 1 else 0 end) over (partition by t.ranking_id) as unfinished,
        rank() over (
            partition by t.ranking_id
            order by
                case
                    when l.direction = 'unfinished' then f.value
                    when l.by_number then case when l.direction = 'top' then -f.value else f.value end
                    when (l.direction = 'top') = (coalesce(f.direction, 'higher') <> 'lower') then -f.value
                    else f.value
                end
        ) as standing
    from tables_of_lists as t
    inner join (select distinct ranking_id, direction, by_number, by_standing from lists) as l
        on t.ranking_id = l.ranking_id
    inner join figures as f on t.table_id = f.table_id and t.column_no = f.column_no
    where
        t.place = 1
        and (
            l.direction = 'unfinished'
            or coalesce(f.direction, 'higher') <> 'lower'
            or l.by_number <> l.by_standing
        )
),

judged as (
    select
        l.ranking_id,
        l.document_id,
        l.indicator_id,
        l.direction,
        l.named,
        l.open_ended,
        max(o.table_id) as table_id,
        max(o.column_no) as column_no,
        max(o.table_title) as table_title,
        max(o.column_path) as column_path,
        string_agg(l.name_raw, '、' order by l.position) as names,
        sum(
            case
                when l.direction = 'unfinished' then case when o.value < 100 then 1 else 0 end
                when o.standing <= l.named then 1
                when l.named = 1 and strpos(l.quote, '较') > 0 and o.standing * 3 <= o.entities then 1
                else 0
            end
        ) as placed_right,
        max(o.unfinished) as unfinished,
        count(o.entity_id) as entities,
        sum(case when o.entity_id is null then 1 else 0 end) as not_in_table
    from lists as l
    left join ordered as o
        on l.ranking_id = o.ranking_id and coalesce(l.department_id, l.region_code) = o.entity_id
    where l.ranking_id in (select ranking_id from tables_of_lists)
    group by l.ranking_id, l.document_id, l.indicator_id, l.direction, l.named, l.open_ended
),

actual as (
    select
        o.ranking_id,
        string_agg(o.entity_raw || ' ' || {{ number_text('o.value') }}, '、' order by o.standing, o.entity_raw) as names
    from ordered as o
    inner join (select distinct ranking_id, named, direction from lists) as l on o.ranking_id = l.ranking_id
    where case when l.direction = 'unfinished' then o.value < 100 else o.standing <= l.named end
    group by o.ranking_id
)

select
    j.ranking_id as source_id,
    j.document_id,
    j.table_id,
    cast(null as integer) as row_no,
    j.column_no,
    j.names as entity_raw,
    'ranking' as kind,
    j.indicator_id,
    coalesce(j.table_title || '：', '') || j.column_path
    || case j.direction when 'top' then ' 靠前的是 ' when 'bottom' then ' 靠后的是 ' else ' 未达 100% 的是 ' end
    || coalesce(a.names, '') as formula,
    cast(j.named as double precision) as published,
    cast(
        case
            when j.direction = 'unfinished' and not j.open_ended and j.placed_right = j.named then j.unfinished
            else j.placed_right
        end as double precision
    ) as recomputed,
    0 as decimals,
    false as is_rate,
    j.ranking_id as check_key
from judged as j
left join actual as a on j.ranking_id = a.ranking_id
where j.not_in_table = 0 and j.entities > 0
