-- Every published figure that other published figures determine, with what they make of it.
with checks as (
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate, cast(null as varchar) as note
    from {{ ref('row_checks') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate, cast(null as varchar) as note
    from {{ ref('column_totals') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate, cast(null as varchar) as note
    from {{ ref('cross_table') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate, cast(null as varchar) as note
    from {{ ref('rank_checks') }}
),

judged as (
    select
        *,
        {{ verdict('published', 'recomputed', 'decimals', 'is_rate') }} as verdict
    from checks
)

select
    kind || ':' || observation_id as check_id,
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
    note,
    observation_id,
    decimals
from judged
