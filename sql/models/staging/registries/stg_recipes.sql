select * from {{ source('raw', 'recipes') }}
