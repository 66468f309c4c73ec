-- A rate or a sum in the prose against its parts in the prose: those of the same sentence, place, scope,
-- period and matter, the nearest first.
with nearest as (
    select
        s.statement_id,
        r.recipe_no,
        r.kind as recipe_kind,
        r.side,
        r.part_indicator_id,
        r.complement,
        r.parts,
        p.value,
        p.indicator_name || ' ' || {{ number_text('p.value') }} as text,
        row_number() over (
            partition by s.statement_id, r.recipe_no, r.kind, r.side, r.part_indicator_id
            order by abs(p.char_start - s.char_start), p.statement_id
        ) as place
    from {{ ref('prose_values') }} as s
    inner join {{ ref('recipes') }} as r on s.indicator_id = r.indicator_id
    inner join {{ ref('prose_values') }} as p
        on
            s.document_id = p.document_id
            and r.part_indicator_id = p.indicator_id
            and s.place_code is not distinct from p.place_code
            and s.scope is not distinct from p.scope
            and s.department_id is not distinct from p.department_id
            and s.as_of is not distinct from p.as_of
            -- 8月份办结 is no part of 1-8月累计受理.
            and s.since is not distinct from p.since
            and s.sentence = p.sentence
            -- 办结率 behind 受理投诉 is of complaints, and so must its parts be.
            and (
                s.qualifier is null
                or s.qualifier = p.qualifier
                or (p.qualifier is null and strpos(p.indicator_raw, s.qualifier) > 0)
            )
            and s.statement_id <> p.statement_id
),

summed as (
    select
        statement_id,
        recipe_no,
        recipe_kind,
        max(case when complement then 1 else 0 end) = 1 as complement,
        count(*) as parts_found,
        parts,
        {{ sides_summed('side', 'value') }},
        {{ sides_in_words('side', 'text', 'part_indicator_id') }}
    from nearest
    where place = 1
    group by statement_id, recipe_no, recipe_kind, parts
),

candidates as (
    select
        x.*,
        s.unit,
        s.value,
        s.decimals,
        s.is_rate,
        {{ recomputed_by_recipe('x', 's.unit') }} as recomputed
    from summed as x
    inner join {{ ref('prose_values') }} as s on x.statement_id = s.statement_id
    where
        x.parts_found = x.parts
        and ((x.recipe_kind = 'ratio' and x.denominator <> 0) or (x.recipe_kind = 'sum' and not s.is_rate))
),

ranked as (
    select
        *,
        {{ best_fit('statement_id') }} as place
    from candidates
)

select
    statement_id,
    recomputed,
    {{ recipe_formula('ranked', 'ranked') }} as formula
from ranked
where place = 1
