-- Figures of the prose that the document's tables or its other sentences determine.
--   prose_vs_table: a named place's or office's figure against its row; a scope's figure against what its
--   tables determine (core.scope_figures). Of several candidates the one that fits best is shown: an
--   office may have averaged rates or added up rows, and the formula says which.
--   prose_vs_prose: a rate or a sum against its parts in the prose, the whole city against its own offices
--   and its counties, and the same figure said twice.
-- "达到 90%" says at least; a higher figure in the table does not contradict it.
with said as (
    select
        s.*,
        d.as_of as document_as_of,
        strpos(s.quote, '达') > 0 as at_least
    from {{ ref('current_statements') }} as s
    inner join {{ source('raw', 'documents') }} as d on s.document_id = d.document_id
    where
        s.kind = 'value'
        and s.value is not null
        and s.indicator_id is not null
        and coalesce(s.comparator, '=') = '='
),

-- 1. A named place or office has its own row.
by_row as (
    select
        s.statement_id,
        o.value * {{ unit_factor('o.unit') }} / {{ unit_factor('s.unit') }} as recomputed,
        o.decimals - {{ unit_digits('o.unit') }} + {{ unit_digits('s.unit') }} as decimals,
        o.table_id,
        o.table_title,
        o.as_of,
        o.entity_raw || ' ' || o.column_path as formula,
        1 as preference,
        o.observation_id as part_id
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

-- 2. The scope is determined by tables. What a county says of itself as a whole may stand in a table of
-- its own offices, where that is all it has.
townships as (
    select
        document_id,
        indicator_id,
        region_code
    from {{ ref('scope_figures') }}
    where scope = '乡级'
    group by document_id, indicator_id, region_code
),

by_scope as (
    select
        s.statement_id,
        f.value * {{ unit_factor('f.unit') }} / {{ unit_factor('s.unit') }} as recomputed,
        f.decimals - {{ unit_digits('f.unit') }} + {{ unit_digits('s.unit') }} as decimals,
        f.table_id,
        f.table_title,
        f.as_of,
        f.formula,
        case
            when f.method = 'printed_total' then 2
            when f.method = 'sum' then 3
            when f.method in ('ratio_of_totals', 'sum_of_totals') then 4
            when f.method = 'mean' then 6
            else 5
        end as preference,
        cast(null as varchar) as part_id
    from said as s
    left join townships as t
        on s.document_id = t.document_id and s.indicator_id = t.indicator_id and s.place_code = t.region_code
    inner join {{ ref('scope_figures') }} as f
        on
            s.document_id = f.document_id
            and s.indicator_id = f.indicator_id
            and s.place_code = f.region_code
            and (
                s.scope = f.scope
                or (s.scope in ('全区', '全县') and s.scope = {{ whole_of('f.scope') }} and t.document_id is null)
            )
    where s.department_id is null
    union all
    -- A rate that only the total row prints.
    select
        s.statement_id,
        o.value as recomputed,
        o.decimals,
        o.table_id,
        o.table_title,
        o.as_of,
        o.entity_raw || ' ' || o.column_path as formula,
        2 as preference,
        o.observation_id as part_id
    from said as s
    left join townships as t
        on s.document_id = t.document_id and s.indicator_id = t.indicator_id and s.place_code = t.region_code
    inner join {{ ref('current_observations') }} as o
        on
            s.document_id = o.document_id
            and s.indicator_id = o.indicator_id
            and s.place_code = o.region_code
            and o.row_kind = 'total'
            and o.kind = 'value'
            and o.is_rate
            and (
                s.scope = o.scope
                or (s.scope in ('全区', '全县') and s.scope = {{ whole_of('o.scope') }} and t.document_id is null)
            )
    where s.department_id is null
),

against_tables as (
    select * from by_row
    union all
    select * from by_scope
),

judged_tables as (
    select
        s.statement_id,
        a.recomputed,
        a.table_id,
        a.table_title,
        a.formula,
        a.part_id,
        {{ common_decimals('s.decimals', 'a.decimals', 's.is_rate') }} as decimals,
        row_number() over (
            partition by s.statement_id
            order by
                case
                    {{ verdict(
                        's.value', 'a.recomputed',
                        common_decimals('s.decimals', 'a.decimals', 's.is_rate'), 's.is_rate'
                    ) }}
                    when 'match' then 1 when 'rounding' then 2 else 3
                end,
                a.preference,
                a.table_id,
                a.formula
        ) as place
    from said as s
    inner join against_tables as a on s.statement_id = a.statement_id
    where
        -- A sentence about another month is no matter of this month's table, nor is last year's column.
        (
            s.as_of is null
            or a.as_of is null
            or s.as_of = a.as_of
            or (s.as_of = s.document_as_of and s.as_of - a.as_of < 28)
        )
        and not (s.at_least and a.recomputed > s.value)
),

-- 3. Parts in the prose itself: the nearest ones of the same place, scope and date.
prose_parts as (
    select
        s.statement_id,
        r.recipe_no,
        r.kind as recipe_kind,
        r.side,
        r.part_indicator_id,
        r.complement,
        r.parts,
        p.value,
        p.indicator_name || ' ' || {{ number_text('p.value') }} as text,
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
            -- 8月份办结 is no part of 1-8月累计受理.
            and (s.since is null or p.since is null or s.since = p.since)
            and s.statement_id <> p.statement_id
),

prose_recipes as (
    select
        statement_id,
        recipe_no,
        recipe_kind,
        max(case when complement then 1 else 0 end) as complement,
        count(*) as parts_found,
        parts,
        {{ sides_summed('side', 'value') }},
        {{ sides_in_words('side', 'text', 'part_indicator_id') }}
    from prose_parts
    where place = 1
    group by statement_id, recipe_no, recipe_kind, parts
),

recipe_candidates as (
    select
        x.*,
        s.unit,
        s.value,
        s.decimals,
        s.is_rate,
        case x.recipe_kind
            when 'ratio' then {{ ratio('x.numerator', 'x.denominator', 'x.complement = 1', 's.unit') }}
            else x.total
        end as recomputed
    from prose_recipes as x
    inner join said as s on x.statement_id = s.statement_id
    where
        x.parts_found = x.parts
        and ((x.recipe_kind = 'ratio' and x.denominator <> 0) or (x.recipe_kind = 'sum' and not s.is_rate))
),

by_recipe as (
    select
        *,
        {{ best_fit('statement_id') }} as place
    from recipe_candidates
),

-- 4. The whole city is its own offices and its counties, the whole county its own offices and its townships.
by_levels as (
    select
        s.statement_id,
        sum(p.value) as recomputed,
        string_agg(p.scope || ' ' || {{ number_text('p.value') }}, ' + ' order by p.scope) as formula
    from said as s
    inner join said as p
        on
            s.document_id = p.document_id
            and s.indicator_id = p.indicator_id
            and s.place_code = p.place_code
            and s.as_of is not distinct from p.as_of
            and p.department_id is null
            and (s.scope = {{ whole_of('p.scope') }} or p.scope in ('县级', '乡级'))
    where s.scope in ('全市', '全县', '全区') and not s.is_rate and s.indicator_kind in ('count', 'amount')
    group by s.statement_id
    having count(*) = 2 and count(distinct p.scope) = 2 and sum(case when p.scope in ('县级', '乡级') then 1 else 0 end) = 1
),

-- 5. The same figure said before: the check stands at the later place, against the nearest.
said_before as (
    select
        b.statement_id,
        a.value as recomputed,
        {{ common_decimals('b.decimals', 'a.decimals', 'b.is_rate') }} as decimals,
        '前文：' || a.quote as formula,
        a.statement_id as part_id,
        row_number() over (partition by b.statement_id order by a.char_start desc, a.statement_id) as place
    from said as b
    inner join said as a
        on
            b.document_id = a.document_id
            and b.indicator_id = a.indicator_id
            and b.unit is not distinct from a.unit
            and b.place_code is not distinct from a.place_code
            and b.scope is not distinct from a.scope
            and b.department_id is not distinct from a.department_id
            and b.subject is not distinct from a.subject
            and b.as_of is not distinct from a.as_of
            and (b.since is null or a.since is null or b.since = a.since)
            -- 办结 alone is of what was counted before it: applications here, work orders there.
            and b.about is not distinct from a.about
            and b.char_start > a.char_start
),

against_prose as (
    select
        statement_id,
        recomputed,
        case recipe_kind
            when 'ratio' then {{ ratio_formula('numerator_text', 'denominator_text', 'complement = 1', 'unit') }}
            else total_text
        end as formula,
        'parts' as variant,
        cast(null as integer) as decimals,
        cast(null as varchar) as part_id
    from by_recipe
    where place = 1
    union all
    select
        statement_id,
        recomputed,
        formula,
        'levels' as variant,
        cast(null as integer) as decimals,
        cast(null as varchar) as part_id
    from by_levels
    union all
    select
        statement_id,
        recomputed,
        formula,
        'before' as variant,
        decimals,
        part_id
    from said_before
    where place = 1
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
    j.decimals,
    s.is_rate,
    s.statement_id || ':table' as check_key,
    j.part_id
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
    coalesce(p.decimals, s.decimals) as decimals,
    s.is_rate,
    s.statement_id || ':' || p.variant as check_key,
    p.part_id
from said as s
inner join against_prose as p on s.statement_id = p.statement_id
