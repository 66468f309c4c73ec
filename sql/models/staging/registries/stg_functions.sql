select * from {{ source('raw', 'functions') }}
