-- Formulas that the rows of a table taught, for figures that no registered recipe recomputes.
select
    f.identity_id,
    f.observation_id,
    f.document_id,
    f.table_id,
    f.row_no,
    f.column_no,
    f.entity_raw,
    f.kind,
    f.indicator_id,
    f.formula,
    f.published,
    f.recomputed,
    f.decimals,
    f.is_rate
from {{ ref('formula_checks') }} as f
where
    f.kind <> 'column_total'
    and not exists (
        select 1
        from {{ ref('row_checks') }} as r
        where r.observation_id = f.observation_id
    )
    and not exists (
        select 1
        from {{ ref('difference_checks') }} as d
        where d.observation_id = f.observation_id
    )
