select * from {{ source('raw', 'statements') }}
