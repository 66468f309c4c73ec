select * from {{ source('raw', 'cells') }}
