select * from {{ source('raw', 'addresses') }}
