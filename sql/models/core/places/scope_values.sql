-- Counts of a place and scope: from the sums of a table's rows, and as its total row prints them. The
-- whole of a city is its own offices and its counties together, where both have figures; of a county, its own offices
-- and its townships.
with figures as (
    select
        *,
        {{ row_scope() }} as row_scope
    from {{ ref('current_observations') }}
    where
        kind = 'value'
        and not is_rate
        and indicator_id is not null
        and indicator_kind in ('count', 'amount')
        and table_region_code is not null
        -- Kinds of licences overlap from office to office: their numbers are no sum.
        and coalesce(unit, '') <> '种'
),

-- Where a row has several figures of one indicator and date (this month, this year so far), which of them its sum is
-- made of is not said.
ambiguous as (
    select
        table_id,
        indicator_id,
        as_of
    from (
        select
            table_id,
            indicator_id,
            as_of
        from figures
        group by table_id, row_no, entity_raw, indicator_id, as_of
        having count(*) > 1
    ) as rows_with_several
    group by table_id, indicator_id, as_of
),

-- A column of an earlier date (last month, last year) stands beside the latest for comparison. Rows whose name nobody
-- knows are among those of their table, where most are known.
usable as (
    select
        f.*,
        max(f.as_of) over (partition by f.table_id, f.row_no, f.entity_raw, f.indicator_id) as latest,
        count(case when f.row_kind = 'data' and f.entity_kind <> 'other' then 1 end)
            over (partition by f.table_id, f.indicator_id) as known,
        count(case when f.row_kind = 'data' and f.entity_kind = 'other' and f.scope is null then 1 end)
            over (partition by f.table_id, f.indicator_id) as unknown
    from figures as f
    left join ambiguous as a
        on f.table_id = a.table_id and f.indicator_id = a.indicator_id and f.as_of is not distinct from a.as_of
    where a.table_id is null
),

of_tables as (
    select
        document_id,
        table_id,
        table_no,
        table_title,
        table_region_code as region_code,
        row_scope as scope,
        indicator_id,
        'sum' as variant,
        max(as_of) as as_of,
        case when min(period_start) = max(period_start) then max(period_start) end as period_start,
        max(unit) as unit,
        max(decimals) as decimals,
        count(*) as rows_summed,
        sum(value) as value
    from usable
    where
        row_kind = 'data'
        and as_of is not distinct from latest
        and known >= unknown
        and (entity_kind in ('department', 'service_unit', 'region') or (entity_kind = 'other' and scope is null))
    group by document_id, table_id, table_no, table_title, table_region_code, row_scope, indicator_id
    union all
    select
        document_id,
        table_id,
        table_no,
        table_title,
        region_code,
        scope,
        indicator_id,
        'printed' as variant,
        max(as_of) as as_of,
        case when min(period_start) = max(period_start) then max(period_start) end as period_start,
        max(unit) as unit,
        max(decimals) as decimals,
        1 as rows_summed,
        max(value) as value
    from usable
    where row_kind = 'total' and scope is not null and as_of is not distinct from latest
    group by document_id, table_id, table_no, table_title, region_code, scope, indicator_id
),

-- The first table that has the indicator for a scope; a printed total goes before the sum of the rows.
first_tables as (
    select
        *,
        row_number() over (
            partition by document_id, region_code, scope, indicator_id
            order by case variant when 'printed' then 1 else 2 end, table_no
        ) as place
    from of_tables
    where scope in ('市本级', '县本级', '区本级', '县级', '乡级')
),

wholes as (
    select
        document_id,
        region_code,
        indicator_id,
        max(case when scope in ('县级', '乡级') then null else scope end) as own_level,
        max(case when scope in ('县级', '乡级') then scope end) as level_below,
        max(as_of) as as_of,
        case when min(period_start) = max(period_start) then max(period_start) end as period_start,
        max(unit) as unit,
        max(decimals) as decimals,
        cast(sum(rows_summed) as bigint) as rows_summed,
        sum(value) as value
    from first_tables
    where place = 1
    group by document_id, region_code, indicator_id
    having
        count(*) = 2
        and count(distinct {{ unit_digits('unit') }}) = 1
        and sum(case when scope in ('县级', '乡级') then 1 else 0 end) = 1
)

select
    document_id,
    table_id,
    table_title,
    region_code,
    scope,
    indicator_id,
    variant,
    as_of,
    period_start,
    unit,
    decimals,
    rows_summed,
    value,
    table_id as table_key
from of_tables
union all
select
    document_id,
    cast(null as varchar) as table_id,
    own_level || '与' || level_below || '两表' as table_title,
    region_code,
    {{ whole_of('own_level') }} as scope,
    indicator_id,
    'whole' as variant,
    as_of,
    period_start,
    unit,
    decimals,
    rows_summed,
    value,
    'whole' as table_key
from wholes
