-- For each printed figure that a recipe determines, the sums of its parts in the same row. A blank cell
-- adds nothing. Numbers only: which recipe is shown is decided by them, and few formulas are then written. Columns that
-- count in different units (万件 beside 件) are no parts of each other: the one in 万 is printed too coarsely.
with figures as (
    select *
    from {{ ref('current_observations') }}
    where kind = 'value'
)

select
    f.observation_id,
    c.recipe_no,
    c.recipe_kind,
    c.complement,
    {{ sides_summed('c.side', 'coalesce(p.value, 0)') }}
from figures as f
inner join {{ ref('recipe_columns') }} as c
    on f.table_id = c.table_id and f.column_no = c.column_no and f.indicator_id = c.indicator_id
left join figures as p
    on f.table_id = p.table_id and f.row_no = p.row_no and c.part_column_no = p.column_no
group by f.observation_id, c.recipe_no, c.recipe_kind, c.complement
having
    count(
        case
            when c.side = 'part' and p.value is not null and {{ unit_digits('p.unit') }} <> {{ unit_digits('f.unit') }}
                then 1
        end
    ) = 0
    and count(
        distinct case when c.side <> 'part' and p.value is not null then {{ unit_digits('p.unit') }} end
    ) <= 1
    -- A sum of blanks is nothing, and a total printed beside it can be checked; a ratio of blanks is none.
    and (
        c.recipe_kind = 'sum'
        or (
            count(case when c.side = 'numerator' then p.value end) > 0
            and count(case when c.side = 'denominator' then p.value end) > 0
        )
    )
