-- Which columns of a table hold the parts of which column, for every recipe that has all its parts there.
-- Found among the few columns of a table, so that rows are touched only where something follows.
-- Where an indicator has several columns (this month and the year so far, say), a part is the one as of the
-- same date, in the same heading group, and then the nearest, to the left before to the right.
with headed as (
    select
        table_id,
        column_no,
        column_path,
        indicator_id,
        as_of
    from {{ ref('stg_columns') }}
    where indicator_id is not null
),

choices as (
    select
        t.table_id,
        t.column_no,
        t.indicator_id,
        r.recipe_no,
        r.kind as recipe_kind,
        r.complement,
        r.side,
        r.part_indicator_id,
        r.parts,
        p.column_no as part_column_no,
        row_number() over (
            partition by t.table_id, t.column_no, r.recipe_no, r.kind, r.side, r.part_indicator_id
            order by
                case when t.as_of is not distinct from p.as_of then 0 else 1 end,
                {{ shared_levels('t.column_path', 'p.column_path') }} desc,
                case when p.column_no < t.column_no then 0 else 1 end,
                abs(p.column_no - t.column_no)
        ) as choice
    from headed as t
    inner join {{ ref('recipes') }} as r on t.indicator_id = r.indicator_id
    inner join headed as p on t.table_id = p.table_id and r.part_indicator_id = p.indicator_id
),

counted as (
    select
        *,
        count(*) over (partition by table_id, column_no, recipe_no, recipe_kind) as parts_found
    from choices
    where choice = 1
)

select
    table_id,
    column_no,
    indicator_id,
    recipe_no,
    recipe_kind,
    complement,
    side,
    part_indicator_id,
    part_column_no
from counted
where parts_found = parts
