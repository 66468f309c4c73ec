select * from {{ source('raw', 'rankings') }}
