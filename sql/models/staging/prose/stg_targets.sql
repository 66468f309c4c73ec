select * from {{ source('raw', 'targets') }}
