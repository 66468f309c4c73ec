{{ config(materialized='view') }}
select
    {{ described_columns('o') }}
from {{ ref('stg_observations') }} as o
inner join {{ ref('document_versions') }} as v on o.document_id = v.document_id
where v.status = 'current'
