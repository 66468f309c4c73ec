-- The printed figures that each recomputation rests on.
with row_parts as (
    select
        c.kind || ':' || c.observation_id as check_id,
        o.observation_id as part_id,
        o.row_no,
        o.column_no
    from {{ ref('row_checks') }} as c
    inner join {{ ref('recipes') }} as r on c.indicator_id = r.indicator_id and c.recipe_no = r.recipe_no
    inner join {{ ref('current_observations') }} as o
        on c.table_id = o.table_id and c.row_no = o.row_no and r.part_indicator_id = o.indicator_id
    where
        c.observation_id <> o.observation_id
        and case c.kind when 'row_ratio' then r.kind = 'ratio' else r.kind = 'sum' end
),

total_parts as (
    select
        t.kind || ':' || t.observation_id as check_id,
        o.observation_id as part_id,
        o.row_no,
        o.column_no
    from {{ ref('column_totals') }} as t
    inner join {{ ref('current_observations') }} as o
        on
            t.table_id = o.table_id
            and t.column_no = o.column_no
            and t.column_path = o.column_path
            and o.row_kind = 'data'
            and o.row_no > t.covers_after
            and o.row_no < t.covers_before
),

other_table as (
    select
        kind || ':' || observation_id as check_id,
        other_observation_id as part_id,
        row_no,
        column_no
    from {{ ref('cross_table') }}
),

in_prose as (
    select
        kind || ':' || check_key as check_id,
        part_id,
        1 as row_no,
        1 as column_no
    from {{ ref('prose_checks') }}
    where part_id is not null
),

all_parts as (
    select * from row_parts
    union
    select * from total_parts
    union
    select * from other_table
    union
    select * from in_prose
)

select
    check_id,
    row_number() over (partition by check_id order by row_no, column_no, part_id) as part_no,
    part_id
from all_parts
