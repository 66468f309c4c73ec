-- Figures that other figures determine (raw.formulas), with what the terms make of them. One model for all kinds: a new
-- kind of formula is a generator in Python and nothing here.
with terms as (
    select
        t.identity_id,
        sum(case when t.side = 'numerator' then t.coefficient * p.value end) as numerator,
        sum(case when t.side = 'denominator' then t.coefficient * p.value end) as denominator,
        max(case when t.side = 'denominator' then 1 else 0 end) as has_denominator,
        count(*) as term_count,
        count(p.value) as present_count
    from {{ ref('stg_formula_terms') }} as t
    left join {{ ref('current_observations') }} as p on t.part_id = p.observation_id
    where t.side <> 'blank'  -- a cell that holds nothing and adds nothing
    group by t.identity_id
),

checked as (
    select
        f.identity_id,
        o.observation_id,
        o.document_id,
        o.table_id,
        o.row_no,
        o.column_no,
        o.entity_raw,
        o.column_path,
        f.kind,
        coalesce(f.indicator_id, o.indicator_id) as indicator_id,
        f.formula,
        o.value as published,
        case
            when coalesce(t.has_denominator, 0) = 0 then f.constant_value + f.scale * coalesce(t.numerator, 0)
            when t.denominator <> 0 then f.constant_value + f.scale * t.numerator / t.denominator
        end as recomputed,
        coalesce(f.decimals, o.decimals) as decimals,
        f.is_rate,
        f.source,
        f.support,
        f.tested,
        f.note,
        f.culprit_id,
        f.culprit_value,
        f.consequence_of,
        f.doubt,
        t.numerator,
        t.denominator
    from {{ ref('stg_formulas') }} as f
    inner join {{ ref('current_observations') }} as o on f.target_id = o.observation_id
    left join terms as t on f.identity_id = t.identity_id
    where
        coalesce(t.term_count, 0) = coalesce(t.present_count, 0)
        and (coalesce(t.has_denominator, 0) = 0 or t.denominator <> 0)
)

select
    *,
    {{ verdict('published', 'recomputed', 'decimals', 'is_rate') }} as verdict
from checked
