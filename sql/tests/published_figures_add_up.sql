-- What the sources themselves got wrong: a finding, not an error of the pipeline.
{{ config(severity='warn', meta={
    'description': 'Published figures that their own parts contradict: what the source got wrong, '
    ~ 'no error of the pipeline. `tongbao trace` with the check_id leads to the printed cells.'
}) }}
select
    check_id,
    formula,
    published,
    recomputed
from {{ ref('reconciliation') }}
where verdict = 'mismatch'
