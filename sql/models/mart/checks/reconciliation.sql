-- Every published figure that other published figures determine, with what they make of it; what may be misread is in
-- mart.review_items.
with formulas as (
    select
        kind || ':' || observation_id as check_id, observation_id as source_id,
        document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id, formula, published, recomputed,
        decimals, is_rate, note, source, support, tested, culprit_id, culprit_value, consequence_of, doubt
    from {{ ref('formula_checks') }}
),

-- A sentence and what it is held against have the same indicator in the registry.
in_prose as (
    select
        kind || ':' || check_key as check_id, source_id,
        document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id, formula, published, recomputed,
        decimals, is_rate
    from {{ ref('prose_checks') }}
    union all
    select
        kind || ':' || check_key as check_id, source_id,
        document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id, formula, published, recomputed,
        decimals, is_rate
    from {{ ref('list_checks') }}
),

checks as (
    select * from formulas
    union all
    select
        *,
        cast(null as varchar) as note,
        'registered' as source,
        cast(null as integer) as support,
        cast(null as integer) as tested,
        cast(null as varchar) as culprit_id,
        cast(null as double precision) as culprit_value,
        cast(null as varchar) as consequence_of,
        cast(null as varchar) as doubt
    from in_prose
),

judged as (
    select
        *,
        {{ verdict('published', 'recomputed', 'decimals', 'is_rate') }} as verdict
    from checks
)

select
    check_id,
    document_id,
    table_id,
    row_no,
    column_no,
    entity_raw,
    kind,
    indicator_id,
    formula,
    published,
    recomputed,
    published - recomputed as difference,
    verdict,
    case when verdict <> 'match' then note end as note,
    source_id,
    decimals,
    source,
    support,
    case
        when verdict <> 'mismatch' then null
        when culprit_id = source_id then 'this'
        when culprit_id is not null then 'other'
        else 'unclear'
    end as culprit,
    case when verdict = 'mismatch' then consequence_of end as consequence_of,
    -- How sure the formula is: by Laplace's rule from the figures that obey it; a sentence stands alone.
    cast(coalesce((support + 1.0) / (tested + 2.0), 0.5) as double precision) as confidence,
    case when verdict = 'mismatch' then culprit_value end as culprit_value
from judged
-- What may be our own misreading is a question for review and no error of the bulletin.
where doubt is null or verdict <> 'mismatch'
