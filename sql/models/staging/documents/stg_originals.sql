select * from {{ source('raw', 'originals') }}
