-- The printed figures that each recomputation rests on.
with part_columns as (
    select distinct
        table_id,
        column_no,
        recipe_no,
        case recipe_kind when 'ratio' then 'row_ratio' else 'row_total' end as kind,
        part_column_no
    from {{ ref('recipe_columns') }}
),

row_parts as (
    select
        c.kind || ':' || c.observation_id as check_id,
        o.observation_id as part_id,
        o.row_no,
        o.column_no
    from {{ ref('row_checks') }} as c
    inner join part_columns as p
        on c.table_id = p.table_id and c.column_no = p.column_no and c.recipe_no = p.recipe_no and c.kind = p.kind
    inner join {{ ref('current_observations') }} as o
        on c.table_id = o.table_id and c.row_no = o.row_no and p.part_column_no = o.column_no and o.kind = 'value'
),

formula_parts as (
    select
        c.kind || ':' || c.observation_id as check_id,
        t.part_id,
        1 as row_no,
        t.term_no as column_no
    from (
        select identity_id, kind, observation_id
        from {{ ref('column_totals') }}
        union all
        select identity_id, kind, observation_id
        from {{ ref('learned_checks') }}
        union all
        select identity_id, kind, observation_id
        from {{ ref('rank_checks') }}
    ) as c
    inner join {{ ref('stg_formula_terms') }} as t on c.identity_id = t.identity_id
),

other_table as (
    select
        kind || ':' || observation_id as check_id,
        other_observation_id as part_id,
        row_no,
        column_no
    from {{ ref('cross_table') }}
),

differences as (
    select
        kind || ':' || observation_id as check_id,
        new_id as part_id,
        1 as row_no,
        1 as column_no
    from {{ ref('difference_checks') }}
    union all
    select
        kind || ':' || observation_id as check_id,
        old_id as part_id,
        1 as row_no,
        2 as column_no
    from {{ ref('difference_checks') }}
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
    union all
    select * from formula_parts
    union all
    select * from other_table
    union all
    select * from differences
    union all
    select * from in_prose
)

select
    check_id,
    row_number() over (partition by check_id order by row_no, column_no, part_id) as part_no,
    part_id
from all_parts
