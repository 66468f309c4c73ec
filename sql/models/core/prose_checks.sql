-- Figures of the prose that the document's tables or its other sentences determine.
--   prose_vs_table: a named place's or office's figure against its row; a scope's figure against the
--   total row of its table, the sums of the rows, or the plain mean of their rates (some offices
--   average rates; which of the two was printed is told by the formula).
--   prose_vs_prose: a rate or a sum against its parts in the prose, and the same figure said twice.
with said as (
    select *
    from {{ ref('current_statements') }}
    where kind = 'value' and value is not null and indicator_id is not null and coalesce(comparator, '=') = '='
),

-- 1. A named place or office has its own row.
by_row as (
    select
        s.statement_id,
        o.value as recomputed,
        o.table_id,
        o.table_title,
        o.entity_raw || ' ' || o.column_path as formula,
        1 as preference
    from said as s
    inner join {{ ref('current_observations') }} as o
        on
            s.document_id = o.document_id
            and s.indicator_id = o.indicator_id
            and o.row_kind = 'data'
            and o.kind = 'value'
            and (
                (s.department_id is not null and s.department_id = o.department_id)
                or (
                    s.department_id is null
                    and s.scope is null
                    and o.entity_kind = 'region'
                    and s.region_code = o.region_code
                )
            )
),

-- 2. The scope's total row, as printed.
by_total as (
    select
        s.statement_id,
        o.value as recomputed,
        o.table_id,
        o.table_title,
        o.entity_raw || ' ' || o.column_path as formula,
        2 as preference
    from said as s
    inner join {{ ref('current_observations') }} as o
        on
            s.document_id = o.document_id
            and s.indicator_id = o.indicator_id
            and o.row_kind = 'total'
            and o.kind = 'value'
            and s.department_id is null
            and s.place_code = o.region_code
            and (s.scope = o.scope or (s.scope in ('全区', '全县', '区本级', '县本级') and o.scope in ('区本级', '县本级')))
),

-- 3. The sums over the rows of the scope's table. 县级 is a table of counties.
row_scopes as (
    select
        o.*,
        case when o.entity_kind = 'region' then '县级' else o.table_scope end as row_scope
    from {{ ref('current_observations') }} as o
    where o.row_kind = 'data' and o.kind = 'value' and o.entity_kind in ('department', 'service_unit', 'region')
),

sums as (
    select
        document_id,
        table_id,
        max(table_title) as table_title,
        row_scope,
        indicator_id,
        count(*) as rows_summed,
        sum(value) as total,
        avg(value) as mean,
        max(case when is_rate then 1 else 0 end) as is_rate
    from row_scopes
    where indicator_id is not null
    group by document_id, table_id, row_scope, indicator_id
),

recipe_sums as (
    select
        n.document_id,
        n.table_id,
        max(n.table_title) as table_title,
        n.row_scope,
        r.indicator_id,
        r.recipe_no,
        max(case when r.complement then 1 else 0 end) as complement,
        sum(case when r.side = 'numerator' then n.total end) as numerator,
        sum(case when r.side = 'denominator' then n.total end) as denominator,
        count(*) as parts
    from sums as n
    inner join {{ ref('recipes') }} as r on n.indicator_id = r.part_indicator_id and r.kind = 'ratio'
    where n.is_rate = 0
    group by n.document_id, n.table_id, n.row_scope, r.indicator_id, r.recipe_no
),

needed as (
    select
        indicator_id,
        recipe_no,
        kind,
        count(*) as parts
    from {{ ref('recipes') }}
    group by indicator_id, recipe_no, kind
),

by_sum as (
    select
        s.statement_id,
        {{ ratio('x.numerator', 'x.denominator', 'x.complement = 1', 's.unit') }} as recomputed,
        x.table_id,
        x.table_title,
        {{ ratio_formula(
            "'Σ ' || " ~ number_text('x.numerator'), "'Σ ' || " ~ number_text('x.denominator'), 'x.complement = 1', 's.unit'
        ) }} as formula,
        3 as preference
    from said as s
    inner join recipe_sums as x
        on s.document_id = x.document_id and s.indicator_id = x.indicator_id and s.scope = x.row_scope
    inner join needed as n
        on x.indicator_id = n.indicator_id and x.recipe_no = n.recipe_no and n.kind = 'ratio' and x.parts = n.parts
    where s.department_id is null and x.denominator <> 0
    union all
    select
        s.statement_id,
        x.total as recomputed,
        x.table_id,
        x.table_title,
        'Σ ' || cast(x.rows_summed as varchar) || ' 行 ' || coalesce(s.indicator_name, '') as formula,
        3 as preference
    from said as s
    inner join sums as x
        on s.document_id = x.document_id and s.indicator_id = x.indicator_id and s.scope = x.row_scope
    where s.department_id is null and x.is_rate = 0 and s.indicator_kind in ('count', 'amount')
    union all
    select
        s.statement_id,
        x.mean as recomputed,
        x.table_id,
        x.table_title,
        cast(x.rows_summed as varchar) || ' 行 ' || coalesce(s.indicator_name, '') || ' 的简单平均' as formula,
        4 as preference
    from said as s
    inner join sums as x
        on s.document_id = x.document_id and s.indicator_id = x.indicator_id and s.scope = x.row_scope
    where s.department_id is null and x.is_rate = 1
),

against_tables as (
    select * from by_row
    union all
    select * from by_total
    union all
    select * from by_sum
),

judged_tables as (
    select
        s.statement_id,
        a.recomputed,
        a.table_id,
        a.table_title,
        a.formula,
        row_number() over (
            partition by s.statement_id
            order by
                case {{ verdict('s.value', 'a.recomputed', 's.decimals', 's.is_rate') }}
                    when 'match' then 1 when 'rounding' then 2 else 3
                end,
                a.preference,
                a.table_id
        ) as place
    from said as s
    inner join against_tables as a on s.statement_id = a.statement_id
),

-- 4. Parts in the prose itself: the nearest ones of the same place, scope and date.
prose_parts as (
    select
        s.statement_id,
        r.recipe_no,
        r.kind as recipe_kind,
        r.side,
        r.part_indicator_id,
        p.value,
        p.indicator_name,
        p.statement_id as part_id,
        max(case when r.complement then 1 else 0 end) over (partition by s.statement_id, r.recipe_no) as complement,
        row_number() over (
            partition by s.statement_id, r.recipe_no, r.kind, r.side, r.part_indicator_id
            order by abs(p.char_start - s.char_start), p.statement_id
        ) as place
    from said as s
    inner join {{ ref('recipes') }} as r on s.indicator_id = r.indicator_id
    inner join said as p
        on
            s.document_id = p.document_id
            and r.part_indicator_id = p.indicator_id
            and s.place_code is not distinct from p.place_code
            and s.scope is not distinct from p.scope
            and s.department_id is not distinct from p.department_id
            and s.as_of is not distinct from p.as_of
            and s.statement_id <> p.statement_id
),

prose_recipes as (
    select
        statement_id,
        recipe_no,
        recipe_kind,
        max(complement) as complement,
        count(*) as parts,
        sum(case when side = 'numerator' then value end) as numerator,
        sum(case when side = 'denominator' then value end) as denominator,
        sum(case when side = 'part' then value end) as total,
        string_agg(case when side = 'numerator' then indicator_name || ' ' || {{ number_text('value') }} end, ' + ' order by part_indicator_id) as numerator_text,
        string_agg(case when side = 'denominator' then indicator_name || ' ' || {{ number_text('value') }} end, ' + ' order by part_indicator_id) as denominator_text,
        string_agg(case when side = 'part' then indicator_name || ' ' || {{ number_text('value') }} end, ' + ' order by part_indicator_id) as total_text
    from prose_parts
    where place = 1
    group by statement_id, recipe_no, recipe_kind
),

against_prose as (
    select
        s.statement_id,
        case x.recipe_kind
            when 'ratio' then {{ ratio('x.numerator', 'x.denominator', 'x.complement = 1', 's.unit') }}
            else x.total
        end as recomputed,
        case x.recipe_kind
            when 'ratio' then {{ ratio_formula('x.numerator_text', 'x.denominator_text', 'x.complement = 1', 's.unit') }}
            else x.total_text
        end as formula,
        x.recipe_kind || cast(x.recipe_no as varchar) as variant
    from prose_recipes as x
    inner join said as s on x.statement_id = s.statement_id
    inner join needed as n
        on
            s.indicator_id = n.indicator_id
            and x.recipe_no = n.recipe_no
            and x.recipe_kind = n.kind
            and x.parts = n.parts
    where x.recipe_kind <> 'ratio' or x.denominator <> 0
    union all
    -- 5. The same figure said twice: the check stands at the later place.
    select
        b.statement_id,
        a.value as recomputed,
        '前文：' || a.quote as formula,
        'said' || a.statement_id as variant
    from said as b
    inner join said as a
        on
            b.document_id = a.document_id
            and b.indicator_id = a.indicator_id
            and b.unit is not distinct from a.unit
            and b.place_code is not distinct from a.place_code
            and b.scope is not distinct from a.scope
            and b.department_id is not distinct from a.department_id
            and b.as_of is not distinct from a.as_of
            and b.char_start > a.char_start
)

select
    s.statement_id as source_id,
    s.document_id,
    j.table_id,
    cast(null as integer) as row_no,
    cast(null as integer) as column_no,
    coalesce(s.subject, s.scope) as entity_raw,
    'prose_vs_table' as kind,
    s.indicator_id,
    coalesce(j.table_title || '：', '') || j.formula as formula,
    s.value as published,
    j.recomputed,
    s.decimals,
    s.is_rate,
    s.statement_id || ':table' as check_key
from said as s
inner join judged_tables as j on s.statement_id = j.statement_id and j.place = 1
union all
select
    s.statement_id as source_id,
    s.document_id,
    cast(null as varchar) as table_id,
    cast(null as integer) as row_no,
    cast(null as integer) as column_no,
    coalesce(s.subject, s.scope) as entity_raw,
    'prose_vs_prose' as kind,
    s.indicator_id,
    p.formula,
    s.value as published,
    p.recomputed,
    s.decimals,
    s.is_rate,
    s.statement_id || ':' || p.variant as check_key
from said as s
inner join against_prose as p on s.statement_id = p.statement_id
