select * from {{ source('raw', 'name_matches') }}
