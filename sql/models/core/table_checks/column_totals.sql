-- Printed totals and subtotals against the sum of the rows they cover, which the table itself shows (raw.formulas).
select
    identity_id,
    observation_id,
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
    decimals,
    is_rate,
    column_path
from {{ ref('formula_checks') }}
where kind = 'column_total'
