-- Printed figures that other figures of the same row determine: ratios and sums. A rate is
-- recomputed from counts where they are printed, and only else from other rates. Some rates have
-- several definitions in use; the one that fits is the one that was used.
with candidates as (
    select
        o.observation_id,
        o.table_id,
        o.row_no,
        o.column_no,
        o.indicator_id,
        o.value,
        o.decimals,
        o.is_rate,
        o.unit,
        p.recipe_no,
        p.recipe_kind,
        p.complement,
        p.numerator,
        p.denominator,
        {{ recomputed_by_recipe('p', 'o.unit') }} as recomputed
    from {{ ref('current_observations') }} as o
    inner join {{ ref('recipe_parts') }} as p on o.observation_id = p.observation_id
    where
        (p.recipe_kind = 'ratio' and p.denominator <> 0)
        or (p.recipe_kind = 'sum' and p.total is not null)
),

ranked as (
    select
        *,
        {{ best_fit('observation_id') }} as place
    from candidates
),

-- The formula of what is shown, and of a printed sum of rates beside a rate that the counts determine: the
-- probable cause of a last digit.
shown as (
    select *
    from ranked
    where
        place = 1
        or (recipe_kind = 'sum' and is_rate and abs(recomputed - value) < 0.001 * power(10.0, -decimals))
),

sides as (
    select
        s.observation_id,
        s.recipe_no,
        s.recipe_kind,
        c.side,
        string_agg(
            i.name || ' ' || {{ number_text('coalesce(p.value, 0)') }},
            ' + ' order by c.part_column_no
        ) as words
    from shown as s
    inner join {{ ref('recipe_columns') }} as c
        on
            s.table_id = c.table_id
            and s.column_no = c.column_no
            and s.indicator_id = c.indicator_id
            and s.recipe_no = c.recipe_no
            and s.recipe_kind = c.recipe_kind
    inner join {{ ref('stg_indicators') }} as i on c.part_indicator_id = i.indicator_id
    left join {{ ref('current_observations') }} as p
        on s.table_id = p.table_id and s.row_no = p.row_no and c.part_column_no = p.column_no and p.kind = 'value'
    group by s.observation_id, s.recipe_no, s.recipe_kind, c.side
),

written as (
    select
        observation_id,
        recipe_no,
        recipe_kind,
        max(case when side = 'numerator' then words end) as numerator_text,
        max(case when side = 'denominator' then words end) as denominator_text,
        max(case when side = 'part' then words end) as total_text
    from sides
    group by observation_id, recipe_no, recipe_kind
),

sums_of_rates as (
    select
        s.observation_id,
        w.total_text,
        row_number() over (partition by s.observation_id order by s.recipe_no) as choice
    from shown as s
    inner join written as w
        on s.observation_id = w.observation_id and s.recipe_no = w.recipe_no and s.recipe_kind = w.recipe_kind
    where s.recipe_kind = 'sum' and s.is_rate and s.place > 1
)

select
    s.observation_id,
    o.document_id,
    s.table_id,
    s.row_no,
    s.column_no,
    o.entity_raw,
    case s.recipe_kind when 'ratio' then 'row_ratio' else 'row_total' end as kind,
    s.indicator_id,
    s.recipe_no,
    {{ recipe_formula('w', 's') }} as formula,
    s.value as published,
    s.recomputed,
    s.decimals,
    s.is_rate,
    s.numerator,
    s.denominator,
    s.complement,
    s.unit,
    case when s.recipe_kind = 'ratio' then r.total_text end as sum_of_rates
from shown as s
inner join {{ ref('current_observations') }} as o on s.observation_id = o.observation_id
inner join written as w
    on s.observation_id = w.observation_id and s.recipe_no = w.recipe_no and s.recipe_kind = w.recipe_kind
left join sums_of_rates as r on s.observation_id = r.observation_id and r.choice = 1
where s.place = 1
