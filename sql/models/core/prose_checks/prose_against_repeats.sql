-- The same figure said before: the check stands at the later place, against the nearest.
with said_before as (
    select
        b.statement_id,
        a.value as recomputed,
        {{ common_decimals('b.decimals', 'a.decimals', 'b.is_rate') }} as decimals,
        '前文：' || a.quote as formula,
        a.statement_id as part_id,
        row_number() over (partition by b.statement_id order by a.char_start desc, a.statement_id) as place
    from {{ ref('prose_values') }} as b
    inner join {{ ref('prose_values') }} as a
        on
            b.document_id = a.document_id
            and b.indicator_id = a.indicator_id
            and b.unit is not distinct from a.unit
            and b.place_code is not distinct from a.place_code
            and b.scope is not distinct from a.scope
            and b.department_id is not distinct from a.department_id
            and b.subject is not distinct from a.subject
            and b.as_of is not distinct from a.as_of
            and b.since is not distinct from a.since
            -- 办结 alone is of what was counted before it: applications here, work orders there.
            and b.about is not distinct from a.about
            and b.qualifier is not distinct from a.qualifier
            and b.char_start > a.char_start
)

select
    statement_id,
    recomputed,
    decimals,
    formula,
    part_id
from said_before
where place = 1
