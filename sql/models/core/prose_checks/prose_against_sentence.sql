-- Figures that their own sentence determines by its words alone, whether a registry knows what they measure or not:
--   应公示753条，已公示713条，公示率94.69%: a rate of what should be done and what was, right before it;
--   共办件900件，其中线上办件500件，线下办件400件: the rest of a whole that has two parts, on line and off it, or of the
--   two periods that make up its own (上半年900件，其中一季度500件，二季度400件).
with said as (
    select
        statement_id,
        document_id,
        sentence,
        quote,
        coalesce(indicator_raw, '') as words,
        value,
        decimals,
        unit,
        coalesce(scope, '') as scope,
        coalesce(subject, '') as subject,
        as_of,
        since,
        kind,
        row_number() over (partition by document_id, sentence order by char_start, statement_id) as place
    from {{ ref('current_statements') }}
    where value is not null and coalesce(comparator, '=') = '='
),

figures as (
    select * from said
    where kind = 'value'
),

rates as (
    select
        r.statement_id,
        100.0 * a.value / b.value as recomputed,
        r.decimals,
        '本句：' || {{ number_text('a.value') }} || ' ÷ ' || {{ number_text('b.value') }} || ' × 100' as formula
    from figures as r
    inner join figures as a
        on r.document_id = a.document_id and r.sentence = a.sentence and r.place = a.place + 1
    inner join figures as b
        on a.document_id = b.document_id and a.sentence = b.sentence and a.place = b.place + 1
    where
        r.unit = '%'
        and length(r.words) > 2
        and r.words like '%率'
        and strpos(b.quote, '应' || replace(r.words, '率', '')) > 0
        and strpos(a.quote, '已' || replace(r.words, '率', '')) > 0
        and a.unit = b.unit
        and a.unit <> '%'
        and a.value <= b.value
        and b.value > 0
        and r.scope = a.scope
        and a.scope = b.scope
        and r.subject = a.subject
        and a.subject = b.subject
        and r.as_of is not distinct from a.as_of
        and a.as_of is not distinct from b.as_of
        and r.since is not distinct from a.since
        and a.since is not distinct from b.since
),

-- The whole is the last figure of that unit before its parts.
wholes as (
    select
        p.document_id,
        p.sentence,
        p.place,
        max(w.place) as whole_place
    from figures as p
    inner join figures as w
        on p.document_id = w.document_id and p.sentence = w.sentence and w.place < p.place and p.unit = w.unit
    where strpos(p.quote, '其中') > 0
    group by p.document_id, p.sentence, p.place
),

rests as (
    select
        q.statement_id,
        w.value - p.value as recomputed,
        q.decimals,
        '本句：' || {{ number_text('w.value') }} || ' − ' || {{ number_text('p.value') }} as formula
    from wholes as x
    inner join figures as w
        on x.document_id = w.document_id and x.sentence = w.sentence and x.whole_place = w.place
    inner join figures as p on x.document_id = p.document_id and x.sentence = p.sentence and x.place = p.place
    inner join figures as q
        on p.document_id = q.document_id and p.sentence = q.sentence and q.place between p.place + 1 and p.place + 2
    where
        p.unit in ('件', '次', '条', '件次', '人次')
        and w.unit = p.unit
        and q.unit = p.unit
        and w.decimals = p.decimals
        and w.decimals = q.decimals
        and w.scope = p.scope
        and w.scope = q.scope
        and w.subject = p.subject
        and w.subject = q.subject
        and (
            (
                p.words like '线上%'
                and q.words like '线下%'
                and replace(p.words, '线上', '') = replace(q.words, '线下', '')
                and w.words like '%' || replace(p.words, '线上', '')
                and w.as_of is not distinct from p.as_of
                and w.as_of is not distinct from q.as_of
                and w.since is not distinct from p.since
                and w.since is not distinct from q.since
            )
            or (
                p.words = w.words
                and q.words = w.words
                and w.since = p.since
                and w.as_of = q.as_of
                and q.since = p.as_of + 1
            )
        )
)

select
    statement_id,
    recomputed,
    decimals,
    formula
from rates
union all
select
    statement_id,
    recomputed,
    decimals,
    formula
from rests
