{{ config(materialized='view') }}
select
    {{ described_columns('r') }}
from {{ ref('stg_tables') }} as r
