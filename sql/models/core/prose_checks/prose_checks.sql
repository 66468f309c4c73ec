-- Figures of the prose that the document's tables or its other sentences determine, each by a method of its own:
--   prose_vs_table: core.prose_against_rows, prose_against_scopes. Of several candidates the one that fits best is
--   shown, then the one preferred: an office may have averaged rates or added up rows, and the formula says which.
--   prose_vs_prose: core.prose_against_parts, prose_against_levels, prose_against_repeats,
--   prose_against_sentence; each is a check.
with in_tables as (
    select
        statement_id, recomputed, decimals, table_id, table_title, as_of, period_start, formula, preference, part_id
    from {{ ref('prose_against_rows') }}
    union all
    select
        statement_id, recomputed, decimals, table_id, table_title, as_of, period_start, formula, preference, part_id
    from {{ ref('prose_against_scopes') }}
),

-- From how many days on the figures of a document's tables run.
periods as (
    select
        document_id,
        count(distinct period_start) as periods
    from {{ ref('current_observations') }}
    where kind = 'value'
    group by document_id
),

candidates as (
    select
        s.statement_id,
        s.value,
        s.is_rate,
        t.recomputed,
        {{ common_decimals('s.decimals', 't.decimals', 's.is_rate') }} as decimals,
        t.table_id,
        t.table_title,
        t.formula,
        t.preference,
        t.part_id
    from {{ ref('prose_values') }} as s
    inner join in_tables as t on s.statement_id = t.statement_id
    left join periods as p on s.document_id = p.document_id
    where
        -- A sentence about another month is no matter of this month's table, nor is last year's column.
        (
            s.as_of is null
            or t.as_of is null
            or s.as_of = t.as_of
            or (s.as_of = s.document_as_of and s.as_of - t.as_of < 28)
        )
        -- What ran from January is no matter of a table of one month. Where only one of both says from when it runs,
        -- the other may confirm it and does not accuse, unless all tables of the document are of that one period.
        and (
            s.since is not distinct from t.period_start
            or s.since is null
            or t.period_start is null
        )
        and not (
            (
                (s.since is not null and t.period_start is null and s.since < s.as_of - 31)
                or (s.since is null and t.period_start is not null and coalesce(p.periods, 0) > 1)
            )
            and {{ verdict('s.value', 't.recomputed', 'coalesce(t.decimals, s.decimals)', 's.is_rate') }} = 'mismatch'
        )
        and not (s.at_least and t.recomputed > s.value)
        -- A sum of rows that no printed total confirms says nothing of the whole unless it comes near it: the table may
        -- list a choice of them. A mean of rows may confirm what a sentence says, and accuses nobody.
        and not (t.preference = 3 and abs(t.recomputed - s.value) > 0.1 * abs(s.value))
        and not (
            t.preference = 6
            and {{ verdict('s.value', 't.recomputed', 'coalesce(t.decimals, s.decimals)', 's.is_rate') }} = 'mismatch'
        )
),

against_tables as (
    select
        *,
        row_number() over (
            partition by statement_id
            order by
                case {{ verdict('value', 'recomputed', 'decimals', 'is_rate') }}
                    when 'match' then 1 when 'rounding' then 2 else 3
                end,
                preference,
                table_id,
                formula
        ) as place
    from candidates
),

against_prose as (
    select
        statement_id,
        'parts' as variant,
        recomputed,
        cast(null as integer) as decimals,
        formula,
        cast(null as varchar) as part_id
    from {{ ref('prose_against_parts') }}
    union all
    select
        statement_id,
        'levels' as variant,
        recomputed,
        cast(null as integer) as decimals,
        formula,
        cast(null as varchar) as part_id
    from {{ ref('prose_against_levels') }}
    union all
    select
        statement_id,
        'before' as variant,
        recomputed,
        decimals,
        formula,
        part_id
    from {{ ref('prose_against_repeats') }}
)

select
    s.statement_id as source_id,
    s.document_id,
    t.table_id,
    cast(null as integer) as row_no,
    cast(null as integer) as column_no,
    coalesce(s.subject, s.scope) as entity_raw,
    'prose_vs_table' as kind,
    s.indicator_id,
    coalesce(t.table_title || '：', '') || t.formula as formula,
    s.value as published,
    t.recomputed,
    t.decimals,
    s.is_rate,
    s.statement_id || ':table' as check_key,
    t.part_id
from {{ ref('prose_values') }} as s
inner join against_tables as t on s.statement_id = t.statement_id and t.place = 1
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
from {{ ref('prose_values') }} as s
inner join against_prose as p on s.statement_id = p.statement_id
union all
-- What a sentence says of itself needs no registered indicator.
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
    p.decimals,
    s.unit = '%' as is_rate,
    s.statement_id || ':sentence' as check_key,
    cast(null as varchar) as part_id
from {{ ref('current_statements') }} as s
inner join {{ ref('prose_against_sentence') }} as p on s.statement_id = p.statement_id
