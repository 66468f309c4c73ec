-- The printed figures that each recomputation rests on.
with formulas as (
    select
        kind || ':' || observation_id as check_id,
        identity_id
    from {{ ref('formula_checks') }}
    where doubt is null or verdict <> 'mismatch'  -- that is for review
),

-- A figure on both sides of a formula (the earlier one of a growth) is one part.
in_tables as (
    select
        f.check_id,
        t.part_id,
        min(t.term_no) as term_no
    from formulas as f
    inner join {{ ref('stg_formula_terms') }} as t on f.identity_id = t.identity_id
    group by f.check_id, t.part_id
),

all_parts as (
    select * from in_tables
    union all
    select
        kind || ':' || check_key as check_id,
        part_id,
        1 as term_no
    from {{ ref('prose_checks') }}
    where part_id is not null
)

select
    check_id,
    row_number() over (partition by check_id order by term_no, part_id) as part_no,
    part_id
from all_parts
