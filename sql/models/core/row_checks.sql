-- Printed figures that other figures of the same row determine: ratios and sums.
with determined as (
    select
        o.*,
        p.recipe_no,
        p.recipe_kind,
        p.complement,
        p.numerator,
        p.denominator,
        p.total,
        p.numerator_formula,
        p.denominator_formula,
        p.total_formula,
        row_number() over (partition by o.observation_id, p.recipe_kind order by p.recipe_no) as place
    from {{ ref('current_observations') }} as o
    inner join {{ ref('recipe_parts') }} as p on o.observation_id = p.observation_id
    where p.recipe_kind <> 'ratio' or p.denominator <> 0
),

recomputed as (
    select
        *,
        case
            when recipe_kind = 'ratio' and complement then 100.0 * (1 - numerator / denominator)
            when recipe_kind = 'ratio' and unit = '%' then 100.0 * numerator / denominator
            when recipe_kind = 'ratio' then 1.0 * numerator / denominator
            else total
        end as recomputed,
        case
            when recipe_kind = 'ratio' and complement
                then '(1 − ' || numerator_formula || ' ÷ ' || denominator_formula || ') × 100'
            when recipe_kind = 'ratio' and unit = '%'
                then '(' || numerator_formula || ') ÷ (' || denominator_formula || ') × 100'
            when recipe_kind = 'ratio'
                then '(' || numerator_formula || ') ÷ (' || denominator_formula || ')'
            else total_formula
        end as formula
    from determined
    where place = 1
)

select
    observation_id,
    document_id,
    table_id,
    row_no,
    column_no,
    entity_raw,
    case recipe_kind when 'ratio' then 'row_ratio' else 'row_total' end as kind,
    indicator_id,
    formula,
    value as published,
    recomputed,
    decimals,
    is_rate,
    numerator,
    denominator
from recomputed
