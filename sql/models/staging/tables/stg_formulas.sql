select * from {{ source('raw', 'formulas') }}
