select * from {{ source('raw', 'figure_account') }}
