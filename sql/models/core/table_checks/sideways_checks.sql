-- Tables turned on their side: the rows name indicators, the columns places or offices. What row_checks and
-- column_totals do for the others: a rate against its counts in the same column, a total column against the others.
with sideways as (
    select table_id
    from {{ ref('stg_columns') }}
    where role in ('measure', 'rank')
    group by table_id
    having count(indicator_id) = 0
),

figures as (
    select o.*
    from {{ ref('current_observations') }} as o
    inner join sideways as s on o.table_id = s.table_id
    where o.kind = 'value' and o.indicator_id is not null and o.row_kind in ('data', 'total')
),

-- An indicator that several rows of a column have (several years, two kinds) is no single part.
single as (
    select *
    from (
        select
            *,
            count(*) over (partition by table_id, column_no, column_path, as_of, indicator_id) as printed
        from figures
    ) as counted
    where printed = 1
),

parts as (
    select
        f.observation_id,
        r.recipe_no,
        r.kind as recipe_kind,
        max(case when r.complement then 1 else 0 end) = 1 as complement,
        {{ sides_summed('r.side', 'p.value') }},
        {{ sides_in_words('r.side', "p.indicator_name || ' ' || " ~ number_text('p.value'), 'p.row_no') }}
    from single as f
    inner join {{ ref('recipes') }} as r on f.indicator_id = r.indicator_id
    inner join single as p
        on
            f.table_id = p.table_id
            and f.column_no = p.column_no
            and f.column_path = p.column_path
            and f.as_of is not distinct from p.as_of
            and r.part_indicator_id = p.indicator_id
    group by f.observation_id, r.recipe_no, r.kind, r.parts
    having count(*) = r.parts and count(distinct {{ unit_digits('p.unit') }}) = 1
),

candidates as (
    select
        f.*,
        p.recipe_no,
        p.recipe_kind,
        p.complement,
        p.numerator_text,
        p.denominator_text,
        p.total_text,
        {{ recomputed_by_recipe('p', 'f.unit') }} as recomputed
    from single as f
    inner join parts as p on f.observation_id = p.observation_id
    where (p.recipe_kind = 'ratio' and p.denominator <> 0) or (p.recipe_kind = 'sum' and not f.is_rate)
),

ranked as (
    select
        *,
        {{ best_fit('observation_id') }} as place
    from candidates
),

-- 合计 over the last column: what the other columns of its row add up to.
totals as (
    select
        t.observation_id,
        count(d.observation_id) as columns_summed,
        sum(d.value) as recomputed
    from figures as t
    inner join figures as d
        on
            t.table_id = d.table_id
            and t.row_no = d.row_no
            and t.indicator_id = d.indicator_id
            and t.as_of is not distinct from d.as_of
            and d.row_kind = 'data'
    where
        t.row_kind = 'total'
        and not t.is_rate
        and t.indicator_kind in ('count', 'amount')
        and coalesce(t.unit, '') <> '%'
    group by t.observation_id
    having count(d.observation_id) > 1
)

select
    observation_id,
    document_id,
    table_id,
    row_no,
    column_no,
    entity_raw,
    case recipe_kind when 'ratio' then 'row_ratio' else 'row_total' end as kind,
    indicator_id,
    {{ recipe_formula('ranked', 'ranked') }} as formula,
    value as published,
    recomputed,
    decimals,
    is_rate
from ranked
where place = 1
union all
select
    f.observation_id,
    f.document_id,
    f.table_id,
    f.row_no,
    f.column_no,
    f.entity_raw,
    'column_total' as kind,
    f.indicator_id,
    'Σ ' || cast(t.columns_summed as varchar) || ' 列 ' || f.indicator_name as formula,
    f.value as published,
    t.recomputed,
    f.decimals,
    f.is_rate
from figures as f
inner join totals as t on f.observation_id = t.observation_id
