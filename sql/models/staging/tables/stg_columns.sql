select * from {{ source('raw', 'columns') }}
