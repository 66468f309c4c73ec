-- Printed totals and subtotals against the sum of the data rows they cover. Rates, ranks and
-- indices are not summed. A reference row (a higher level, for comparison) is no part of any sum. A total beside data
-- in its own row stands in a table turned on its side (core.sideways_checks).
with summable as (
    select *
    from {{ ref('current_observations') }}
    where
        kind = 'value'
        and not is_rate
        and coalesce(unit, '') <> '%'
        and coalesce(indicator_kind, 'count') in ('count', 'amount')
),

-- A subtotal covers the data rows since the section row, subtotal or total above it.
breaks as (
    select
        table_id,
        row_no,
        max(row_kind) as row_kind
    from {{ source('raw', 'cells') }}
    where row_kind in ('section', 'subtotal', 'total')
    group by table_id, row_no
),

totals as (
    select
        s.*,
        case
            when s.row_kind = 'subtotal'
                then
                    coalesce((
                        select max(b.row_no)
                        from breaks as b
                        where b.table_id = s.table_id and b.row_no < s.row_no
                    ), 0)
            else 0
        end as covers_after,
        case when s.row_kind = 'subtotal' then s.row_no else 2147483647 end as covers_before
    from summable as s
    where
        s.row_kind in ('total', 'subtotal')
        and not exists (
            select 1
            from summable as d
            where d.table_id = s.table_id and d.row_no = s.row_no and d.row_kind = 'data'
        )
)

select
    t.observation_id,
    t.document_id,
    t.table_id,
    t.row_no,
    t.column_no,
    t.entity_raw,
    'column_total' as kind,
    t.indicator_id,
    'Σ ' || cast(count(d.observation_id) as varchar) || ' 行 ' || t.column_path as formula,
    t.value as published,
    coalesce(sum(d.value), 0) as recomputed,
    t.decimals,
    false as is_rate,
    t.column_path,
    t.covers_after,
    t.covers_before
from totals as t
left join summable as d
    on
        t.table_id = d.table_id
        and t.column_no = d.column_no
        and t.column_path = d.column_path
        and d.row_kind = 'data'
        and d.row_no > t.covers_after
        and d.row_no < t.covers_before
group by
    t.observation_id, t.document_id, t.table_id, t.row_no, t.column_no, t.entity_raw,
    t.indicator_id, t.column_path, t.value, t.decimals, t.covers_after, t.covers_before
