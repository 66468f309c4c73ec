-- Printed figures that other figures of the same row determine: ratios and sums. A rate is
-- recomputed from counts where they are printed, and only else from other rates. Some rates have
-- several definitions in use; the one that fits is the one that was used.
with candidates as (
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
        case p.recipe_kind
            when 'ratio' then {{ ratio('p.numerator', 'p.denominator', 'p.complement', 'o.unit') }}
            else p.total
        end as recomputed,
        {{ ratio_formula('p.numerator_formula', 'p.denominator_formula', 'p.complement', 'o.unit') }} as ratio_text
    from {{ ref('current_observations') }} as o
    inner join {{ ref('recipe_parts') }} as p on o.observation_id = p.observation_id
    where
        (p.recipe_kind = 'ratio' and p.denominator <> 0)
        or (p.recipe_kind = 'sum' and p.total is not null)
),

determined as (
    select
        *,
        row_number() over (
            partition by observation_id
            order by
                case recipe_kind when 'ratio' then 1 else 2 end,
                case {{ verdict('value', 'recomputed', 'decimals', 'is_rate') }}
                    when 'match' then 1 when 'rounding' then 2 else 3
                end,
                recipe_no
        ) as place
    from candidates
),

-- The printed sum of rates beside a rate that the counts determine: the probable cause of a last digit.
sums_of_rates as (
    select
        observation_id,
        total,
        total_formula
    from determined
    where recipe_kind = 'sum' and is_rate
)

select
    r.observation_id,
    r.document_id,
    r.table_id,
    r.row_no,
    r.column_no,
    r.entity_raw,
    case r.recipe_kind when 'ratio' then 'row_ratio' else 'row_total' end as kind,
    r.indicator_id,
    r.recipe_no,
    case r.recipe_kind when 'ratio' then r.ratio_text else r.total_formula end as formula,
    r.value as published,
    r.recomputed,
    r.decimals,
    r.is_rate,
    r.numerator,
    r.denominator,
    r.complement,
    r.unit,
    case
        when
            r.recipe_kind = 'ratio' and s.total is not null
            and abs(s.total - r.value) < 0.001 * power(10.0, -r.decimals)
            then s.total_formula
    end as sum_of_rates
from determined as r
left join sums_of_rates as s on r.observation_id = s.observation_id
where r.place = 1
