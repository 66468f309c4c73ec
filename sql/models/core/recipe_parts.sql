-- For each printed figure that a recipe determines, the sums of its parts in the same row.
-- A part counts as there when the table has a column for it; a blank cell adds nothing.
with figures as (
    select *
    from {{ ref('current_observations') }}
    where kind = 'value'
),

-- The recipes that a table has columns for, all of them: most recipes have no chance in most tables, and
-- a table has few columns and many rows.
possible as (
    select
        t.table_id,
        r.indicator_id,
        r.recipe_no,
        r.kind,
        r.complement
    from (
        select distinct
            table_id,
            indicator_id
        from {{ source('raw', 'columns') }}
    ) as t
    inner join {{ ref('recipes') }} as r on t.indicator_id = r.part_indicator_id
    inner join (
        select
            indicator_id,
            recipe_no,
            kind,
            complement,
            count(*) as parts
        from {{ ref('recipes') }}
        group by indicator_id, recipe_no, kind, complement
    ) as n
        on
            r.indicator_id = n.indicator_id
            and r.recipe_no = n.recipe_no
            and r.kind = n.kind
            and r.complement = n.complement
    group by t.table_id, r.indicator_id, r.recipe_no, r.kind, r.complement, n.parts
    having count(*) = n.parts
),

candidates as (
    select
        f.observation_id,
        f.table_id,
        f.row_no,
        r.recipe_no,
        r.kind as recipe_kind,
        r.complement,
        r.side,
        r.part_indicator_id
    from figures as f
    inner join possible as p on f.table_id = p.table_id and f.indicator_id = p.indicator_id
    inner join {{ ref('recipes') }} as r
        on
            p.indicator_id = r.indicator_id
            and p.recipe_no = r.recipe_no
            and p.kind = r.kind
            and p.complement = r.complement
),

-- The columns of a table that could be a part: a part in the same heading group goes before the same
-- indicator elsewhere, so that two groups of like columns stay apart.
part_values as (
    select
        c.observation_id,
        c.recipe_no,
        c.recipe_kind,
        c.complement,
        c.side,
        c.part_indicator_id,
        count(col.column_no) as columns_found,
        count(o.observation_id) as values_found,
        sum(coalesce(o.value, 0)) as value,
        min(col.column_no) as first_column,
        min(o.indicator_name) as part_name
    from candidates as c
    left join {{ source('raw', 'columns') }} as col
        on c.table_id = col.table_id and c.part_indicator_id = col.indicator_id
    left join figures as o
        on col.table_id = o.table_id and col.column_no = o.column_no and c.row_no = o.row_no
    group by
        c.observation_id, c.recipe_no, c.recipe_kind, c.complement, c.side, c.part_indicator_id
),

sides as (
    select
        p.observation_id,
        p.recipe_no,
        p.recipe_kind,
        p.complement,
        p.side,
        count(*) as parts,
        sum(case when p.columns_found > 0 then 1 else 0 end) as parts_found,
        cast(sum(p.values_found) as bigint) as values_found,
        sum(p.value) as value,
        string_agg(
            i.name || ' ' || {{ number_text('p.value') }},
            ' + ' order by p.first_column
        ) as formula
    from part_values as p
    inner join {{ source('raw', 'indicators') }} as i on p.part_indicator_id = i.indicator_id
    group by p.observation_id, p.recipe_no, p.recipe_kind, p.complement, p.side
)

select
    observation_id,
    recipe_no,
    recipe_kind,
    complement,
    max(case when side = 'numerator' then value end) as numerator,
    max(case when side = 'denominator' then value end) as denominator,
    max(case when side = 'part' then value end) as total,
    max(case when side = 'numerator' then formula end) as numerator_formula,
    max(case when side = 'denominator' then formula end) as denominator_formula,
    max(case when side = 'part' then formula end) as total_formula,
    min(values_found) as values_found
from sides
group by observation_id, recipe_no, recipe_kind, complement
having
    sum(parts) = sum(parts_found)
    -- A sum of blanks is nothing, and a total printed beside it can be checked; a ratio of blanks is none.
    and (recipe_kind = 'sum' or min(values_found) > 0)
