-- What the documents say of a place as a whole: its row or its total in a table, a sentence of the
-- prose, or, where nobody printed it, the sum of the departments. One row for each source.
with own as (
    select
        d.document_id,
        d.region_code,
        d.region_name,
        d.as_of
    from {{ ref('stg_documents') }} as d
    inner join {{ ref('document_versions') }} as v on d.document_id = v.document_id
    where v.status = 'current' and d.region_code is not null
),

-- One recomputed figure for each document, place, scope and indicator: from the rows, not the totals.
sums as (
    select
        *,
        value as recomputed
    from (
        select
            *,
            row_number() over (
                partition by document_id, region_code, scope, indicator_id
                order by case method when 'ratio_of_sums' then 1 when 'sum' then 2 else 3 end, table_id
            ) as choice
        from {{ ref('scope_figures') }}
        where method in ('ratio_of_sums', 'sum', 'sum_of_sums')
    ) as candidates
    where choice = 1
),

-- A place's own row in a table of places, or the total row of a table of departments.
from_tables as (
    select
        o.document_id,
        o.table_id,
        o.observation_id as source_id,
        'table' as source,
        o.region_code,
        o.scope,
        o.indicator_id,
        o.as_of,
        o.value as published,
        o.decimals,
        o.unit,
        o.comparator,
        c.recomputed,
        c.numerator,
        c.denominator,
        o.column_path as detail,
        o.caveat as definition,
        o.qualifier,
        o.period_start,
        o.row_no,
        o.column_no
    from {{ ref('current_observations') }} as o
    left join {{ ref('formula_checks') }} as c
        on o.observation_id = c.observation_id and c.kind = 'row_ratio' and c.source = 'registered'
    where
        o.kind = 'value'
        and o.indicator_id is not null
        and o.region_code is not null
        and o.scope is not null
),

from_prose as (
    select
        s.document_id,
        cast(null as varchar) as table_id,
        s.statement_id as source_id,
        'prose' as source,
        coalesce(s.region_code, o.region_code) as region_code,
        -- A place that a sentence names is meant as a whole, as the place of a row is.
        coalesce(s.scope, '全' || right(s.subject, 1)) as scope,
        s.indicator_id,
        s.as_of,
        s.value as published,
        s.decimals,
        s.unit,
        s.comparator,
        cast(null as double precision) as recomputed,
        cast(null as double precision) as numerator,
        cast(null as double precision) as denominator,
        s.quote as detail,
        cast(null as varchar) as definition,
        coalesce(s.qualifier, s.about) as qualifier,
        s.since as period_start,
        cast(null as integer) as row_no,
        cast(null as integer) as column_no
    from {{ ref('current_statements') }} as s
    inner join own as o on s.document_id = o.document_id
    where
        s.kind = 'value'
        and s.indicator_id is not null
        and s.department_id is null
        and s.value is not null
        and (s.scope is not null or (s.region_code <> o.region_code and right(s.subject, 1) in ('市', '县', '区')))
),

published as (
    select * from from_tables
    union all
    select * from from_prose
),

-- The sums of the departments beside every published figure of the same place, scope and indicator.
with_sums as (
    select
        p.document_id,
        coalesce(p.table_id, s.table_id) as table_id,
        p.source_id,
        p.source,
        p.region_code,
        p.scope,
        p.indicator_id,
        p.as_of,
        p.published,
        p.decimals,
        p.unit,
        p.comparator,
        coalesce(s.recomputed, p.recomputed) as recomputed,
        coalesce(s.numerator, p.numerator) as numerator,
        coalesce(s.denominator, p.denominator) as denominator,
        p.detail,
        p.definition,
        p.qualifier,
        p.period_start,
        p.row_no,
        p.column_no,
        d.region_code as publisher_region_code,
        row_number() over (partition by p.source_id order by s.table_id) as place
    from published as p
    inner join {{ ref('stg_documents') }} as d on p.document_id = d.document_id
    left join sums as s
        on
            p.document_id = s.document_id
            and p.region_code = s.region_code
            and p.scope = s.scope
            and p.indicator_id = s.indicator_id
            and p.qualifier is null
            and (p.period_start is null or s.period_start is null or p.period_start = s.period_start)
)

select
    document_id,
    table_id,
    source_id,
    source,
    region_code,
    scope,
    indicator_id,
    as_of,
    published,
    decimals,
    unit,
    comparator,
    recomputed,
    numerator,
    denominator,
    detail,
    definition,
    qualifier,
    period_start,
    row_no,
    column_no,
    publisher_region_code
from with_sums
where place = 1
union all
select
    s.document_id,
    s.table_id,
    s.document_id || ':' || s.region_code || ':' || s.scope || ':' || s.indicator_id as source_id,
    'sum' as source,
    s.region_code,
    s.scope,
    s.indicator_id,
    s.as_of,
    cast(null as double precision) as published,
    cast(null as integer) as decimals,
    s.unit,
    cast(null as varchar) as comparator,
    s.recomputed,
    s.numerator,
    s.denominator,
    cast(null as varchar) as detail,
    cast(null as varchar) as definition,
    cast(null as varchar) as qualifier,
    s.period_start,
    cast(null as integer) as row_no,
    cast(null as integer) as column_no,
    d.region_code as publisher_region_code
from sums as s
inner join {{ ref('stg_documents') }} as d on s.document_id = d.document_id
where not exists (
    select 1
    from published as p
    where
        p.document_id = s.document_id
        and p.region_code = s.region_code
        and p.scope = s.scope
        and p.indicator_id = s.indicator_id
        and p.qualifier is null
        and (p.period_start is null or s.period_start is null or p.period_start = s.period_start)
)
