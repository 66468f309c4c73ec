-- The same quantity of the same department, or of the same offices together, as of the same date,
-- printed in several tables of one document. The check stands at the later table and looks at the last one
-- before it, so that of three tables each is held against its neighbour.
with figures as (
    select
        observation_id,
        document_id,
        table_id,
        table_no,
        table_scope,
        row_no,
        column_no,
        indicator_id,
        unit,
        as_of,
        value,
        decimals,
        is_rate,
        case
            when row_kind = 'data' then department_id
            when row_kind = 'total' and scope is not null then region_code || ' ' || scope
        end as whose
    from {{ ref('current_observations') }}
    where kind = 'value' and indicator_id is not null and row_kind in ('data', 'total')
),

-- The indicators that several tables of a document have: few, and found without looking at the rows twice.
repeated as (
    select
        document_id,
        indicator_id
    from figures
    group by document_id, indicator_id
    having min(table_no) < max(table_no)
),

candidates as (
    select f.*
    from figures as f
    inner join repeated as r on f.document_id = r.document_id and f.indicator_id = r.indicator_id
    where f.whose is not null
),

-- A department printed on several rows of one table (one for each certificate, say) is no single
-- figure that could be compared.
usable as (
    select *
    from (
        select
            *,
            count(*) over (partition by table_id, whose, indicator_id) as printed
        from candidates
    ) as counted
    where printed = 1
),

pairs as (
    select
        b.observation_id,
        a.observation_id as other_observation_id,
        row_number() over (
            partition by b.observation_id
            order by a.table_no desc
        ) as place
    from usable as b
    inner join usable as a
        on
            b.document_id = a.document_id
            and b.whose = a.whose
            and b.indicator_id = a.indicator_id
            and b.unit is not distinct from a.unit
            and b.as_of is not distinct from a.as_of
            and b.table_scope is not distinct from a.table_scope
            and b.table_no > a.table_no
)

select
    b.observation_id,
    b.document_id,
    b.table_id,
    b.row_no,
    b.column_no,
    b.entity_raw,
    'cross_table' as kind,
    b.indicator_id,
    coalesce(a.table_title, a.table_id) || '：' || a.entity_raw || ' ' || a.column_path as formula,
    b.value as published,
    a.value as recomputed,
    case when a.decimals < b.decimals then a.decimals else b.decimals end as decimals,
    b.is_rate,
    a.observation_id as other_observation_id
from pairs as p
inner join {{ ref('current_observations') }} as b on p.observation_id = b.observation_id
inner join {{ ref('current_observations') }} as a on p.other_observation_id = a.observation_id
where p.place = 1
