-- What the sources themselves got wrong: a finding, not an error of the pipeline.
{{ config(severity='warn') }}
select
    check_id,
    formula,
    published,
    recomputed
from {{ ref('reconciliation') }}
where verdict = 'mismatch'
