select * from {{ source('raw', 'ignored_figures') }}
