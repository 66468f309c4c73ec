select * from {{ source('raw', 'formula_terms') }}
