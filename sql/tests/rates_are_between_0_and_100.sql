-- Shares of a whole outside 0 to 100 are misread or misprinted; changes may be negative.
{{ config(severity='warn', meta={
    'description': 'Shares of a whole outside 0 to 100 are misread or misprinted; changes may be negative.'
}) }}
select
    o.observation_id,
    o.value_raw
from {{ ref('observations') }} as o
where o.unit = '%' and o.kind = 'value' and (o.value < 0 or o.value > 100)
