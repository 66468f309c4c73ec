-- The number of tables noted with a document is the number of tables loaded.
-- It looks at several models; this one carries it as an asset check.
{{ config(meta={
    'description': 'The number of tables noted with a document is the number of tables loaded.',
    'dagster': {'ref': {'name': 'documents'}}
}) }}
select d.document_id
from {{ ref('documents') }} as d
left join {{ ref('tables') }} as t on d.document_id = t.document_id
group by d.document_id, d.table_count
having count(t.table_id) <> d.table_count
