select * from {{ source('raw', 'regions') }}
