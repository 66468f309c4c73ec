select * from {{ source('raw', 'observations') }}
