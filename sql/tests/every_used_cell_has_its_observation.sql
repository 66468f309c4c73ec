-- A cell marked as a figure without an observation was lost on the way.
-- It looks at several models; this one carries it as an asset check.
{{ config(meta={
    'description': 'A cell marked as a figure without an observation was lost on the way.',
    'dagster': {'ref': {'name': 'cells'}}
}) }}
select c.cell_id
from {{ ref('cells') }} as c
inner join {{ ref('documents') }} as d on c.document_id = d.document_id
left join {{ ref('observations') }} as o on c.cell_id = o.cell_id
where c.fate = 'observation' and d.status = 'current' and o.cell_id is null
