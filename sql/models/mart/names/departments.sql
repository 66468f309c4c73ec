-- The offices that name matching found, one row for each, with the name most often printed.
with named as (
    select
        department_id,
        region_code,
        function_id,
        function_name,
        name_raw,
        count(*) as printed
    from {{ ref('stg_name_matches') }}
    where department_id is not null and status = 'accepted'
    group by department_id, region_code, function_id, function_name, name_raw
),

best as (
    select
        *,
        row_number() over (partition by department_id order by printed desc, length(name_raw) desc, name_raw) as place
    from named
)

select
    b.department_id,
    b.region_code,
    b.function_id,
    coalesce(f.name, b.function_name) as function_name,
    b.name_raw as name,
    r.level,
    case
        when f.parent_function_id is not null
            then {{ place_above_township('b.region_code') }} || ':' || f.parent_function_id
        when strpos(b.department_id, '/') > 0 and not coalesce(f.several, false)
            then substr(b.department_id, 1, strpos(b.department_id, '/') - 1)
    end as parent_department_id
from best as b
left join {{ ref('stg_functions') }} as f on b.function_id = f.function_id
left join {{ ref('stg_regions') }} as r on b.region_code = r.region_code
where b.place = 1
