-- Which documents are current: a document supersedes another of the same issuer and number; without
-- a number, of the same address, or of the same issuer, title and as-of date. What its addresses no longer serve,
-- because they serve another version, comes before what they do serve, in the order they served it: a publisher
-- may go back to an earlier one. Else the later one wins by date of issue, then by the time it was first handed
-- in. One order for all versions, so that a chain always ends at a current document.
with recursive good as (
    select
        *,
        coalesce(published_on, cast('0001-01-01' as date)) as issued
    from {{ ref('received_documents') }}
    where quarantine_reason is null
),

addresses as (
    select
        o.document_id,
        o.source_uri,
        coalesce(o.last_seen, o.first_seen) as served
    from {{ ref('stg_originals') }} as o
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

-- Documents that every address of theirs has exchanged for another version.
replaced as (
    select
        x.document_id,
        x.source_uri
    from addresses as x
    inner join addresses as y on x.source_uri = y.source_uri and x.served < y.served
    inner join pairs as p on x.document_id = p.older and y.document_id = p.newer
    group by x.document_id, x.source_uri
),

withdrawn as (
    select
        a.document_id,
        max(a.served) as served
    from addresses as a
    left join replaced as r on a.document_id = r.document_id and a.source_uri = r.source_uri
    group by a.document_id
    having count(*) = count(r.document_id)
),

ordered as (
    select
        g.document_id,
        row_number() over (
            order by
                case when w.document_id is null then 1 else 0 end,
                w.served,
                g.issued,
                g.first_seen,
                g.document_id
        ) as place
    from good as g
    left join withdrawn as w on g.document_id = w.document_id
),

-- The versions that come after one, and when the address that they share first served them. The order is compared
-- after grouping: as a condition of the join it would set every document against every other.
later as (
    select
        p.older,
        p.newer,
        min(b.place) as place,
        min(y.served) as served
    from pairs as p
    inner join ordered as a on p.older = a.document_id
    inner join ordered as b on p.newer = b.document_id
    left join addresses as x on p.older = x.document_id
    left join addresses as y
        on p.newer = y.document_id and x.source_uri = y.source_uri and x.served < y.served
    group by p.older, p.newer
    having min(b.place) > min(a.place)
),

-- Among them the next: at the same address the one served next.
numbered as (
    select
        older,
        newer,
        row_number() over (
            partition by older
            order by
                case when served is null then 1 else 0 end,
                served,
                place
        ) as choice
    from later
),

successors as (
    select
        older,
        newer
    from numbered
    where choice = 1
),

-- From each superseded document along the chain to its end.
chains as (
    select
        older as document_id,
        newer as version_id
    from successors
    union all
    select
        c.document_id,
        s.newer as version_id
    from chains as c
    inner join successors as s on c.version_id = s.older
),

ends as (
    select
        c.document_id,
        c.version_id
    from chains as c
    left join successors as s on c.version_id = s.older
    where s.older is null
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
    s.newer as superseded_by,
    case
        when d.quarantine_reason is null then coalesce(e.version_id, d.document_id)
    end as current_version
from {{ ref('received_documents') }} as d
left join successors as s on d.document_id = s.older
left join ends as e on d.document_id = e.document_id
