-- Printed ranks against the order of the figures they rank. The ranked column is the one whose
-- heading the rank's heading begins with, else the nearest measure to the left. Ties share a range.
with ranks as (
    select
        o.*,
        c.column_path as rank_path
    from {{ ref('current_observations') }} as o
    inner join {{ ref('stg_columns') }} as c on o.table_id = c.table_id and o.column_no = c.column_no
    where c.role = 'rank' and o.row_kind = 'data'
),

pairs as (
    select
        r.table_id,
        r.column_no as rank_column,
        c.column_no as measure_column,
        c.column_path as measure_path,
        row_number() over (
            partition by r.table_id, r.column_no
            order by
                case when starts_with(r.rank_path, c.column_path) then 0 else 1 end,
                case when c.column_no < r.column_no then 0 else 1 end,
                abs(c.column_no - r.column_no)
        ) as place
    from (select distinct table_id, column_no, rank_path from ranks) as r
    inner join {{ ref('stg_columns') }} as c
        on r.table_id = c.table_id and c.role = 'measure'
),

ordered as (
    select
        o.table_id,
        o.row_no,
        p.rank_column,
        o.column_path,
        o.value,
        rank() over (
            partition by o.table_id, p.rank_column
            order by case when o.direction = 'lower' then o.value else -o.value end
        ) as first_place,
        count(*) over (partition by o.table_id, p.rank_column, o.value) as ties
    from {{ ref('current_observations') }} as o
    inner join pairs as p
        on
            o.table_id = p.table_id
            and o.column_no = p.measure_column
            and o.column_path = p.measure_path
            and p.place = 1
    where o.row_kind = 'data' and o.kind = 'value'
)

select
    r.observation_id,
    r.document_id,
    r.table_id,
    r.row_no,
    r.column_no,
    r.entity_raw,
    'ranking' as kind,
    r.indicator_id,
    m.column_path || ' ' || {{ number_text('m.value') }} || ' 排第 ' || cast(m.first_place as varchar) as formula,
    r.value as published,
    case
        when r.value >= m.first_place and r.value < m.first_place + m.ties then r.value
        else m.first_place
    end as recomputed,
    r.decimals,
    false as is_rate
from ranks as r
inner join ordered as m
    on r.table_id = m.table_id and r.row_no = m.row_no and r.column_no = m.rank_column
