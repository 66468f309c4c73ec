-- Every published figure that other published figures determine, with what they make of it.
with in_tables as (
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate
    from {{ ref('row_checks') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate
    from {{ ref('column_totals') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate
    from {{ ref('learned_checks') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate
    from {{ ref('cross_table') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate
    from {{ ref('rank_checks') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate
    from {{ ref('sideways_checks') }}
    union all
    select
        observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate
    from {{ ref('difference_checks') }}
),

in_prose as (
    select
        source_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate, check_key
    from {{ ref('prose_checks') }}
    union all
    select
        source_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate, check_key
    from {{ ref('list_checks') }}
),

causes as (
    select
        observation_id,
        min(note) as note
    from {{ ref('probable_causes') }}
    group by observation_id
),

checks as (
    select
        t.kind || ':' || t.observation_id as check_id,
        t.*,
        c.note
    from in_tables as t
    left join causes as c on t.observation_id = c.observation_id
    union all
    select
        kind || ':' || check_key as check_id,
        source_id as observation_id, document_id, table_id, row_no, column_no, entity_raw, kind, indicator_id,
        formula, published, recomputed, decimals, is_rate,
        cast(null as varchar) as note
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
    observation_id as source_id,
    decimals
from judged
