-- How an indicator follows from others: the recipes of the registry, also those that reach through parts which are sums
-- themselves, each part with how many there are.
select
    indicator_id,
    recipe_no,
    kind,
    side,
    part_indicator_id,
    complement,
    count(*) over (partition by indicator_id, recipe_no, kind) as parts
from {{ ref('stg_recipes') }}
