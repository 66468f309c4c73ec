-- Which documents are current: a document supersedes another of the same issuer and number; without
-- a number, of the same address, or of the same issuer, title and as-of date. The later one wins:
-- by date of issue, then by the time it was first handed in.
with good as (
    select
        *,
        coalesce(published_on, cast('0001-01-01' as date)) as issued
    from {{ ref('stg_documents') }}
    where quarantine_reason is null
),

addresses as (
    select distinct
        o.document_id,
        o.source_uri
    from {{ source('raw', 'originals') }} as o
    inner join good as g on o.document_id = g.document_id
),

pairs as (
    select
        a.document_id as older,
        b.document_id as newer
    from good as a
    inner join good as b on a.issuer = b.issuer and a.document_number = b.document_number
    where a.document_id <> b.document_id
    union
    select
        a.document_id as older,
        b.document_id as newer
    from addresses as x
    inner join addresses as y on x.source_uri = y.source_uri
    inner join good as a on x.document_id = a.document_id
    inner join good as b on y.document_id = b.document_id
    where a.document_id <> b.document_id and (a.document_number is null or b.document_number is null)
    union
    select
        a.document_id as older,
        b.document_id as newer
    from good as a
    inner join good as b on a.issuer = b.issuer and a.title = b.title and a.as_of = b.as_of
    where a.document_id <> b.document_id and (a.document_number is null or b.document_number is null)
),

-- Each document's newest successor.
successors as (
    select
        p.older,
        b.document_id as newer,
        row_number() over (
            partition by p.older
            order by b.issued desc, b.first_seen desc, b.document_id desc
        ) as place
    from pairs as p
    inner join good as a on p.older = a.document_id
    inner join good as b on p.newer = b.document_id
    where
        b.issued > a.issued
        or (b.issued = a.issued and b.first_seen > a.first_seen)
        or (b.issued = a.issued and b.first_seen = a.first_seen and b.document_id > a.document_id)
)

select
    d.document_id,
    case
        when d.quarantine_reason is not null then 'quarantined'
        when s.newer is not null then 'superseded'
        else 'current'
    end as status,
    case
        when d.quarantine_reason is not null then d.quarantine_reason
        when s.newer is not null then 'a later version was published'
    end as status_reason,
    s.newer as superseded_by
from {{ ref('stg_documents') }} as d
left join successors as s on d.document_id = s.older and s.place = 1
