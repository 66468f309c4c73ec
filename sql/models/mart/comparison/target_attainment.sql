-- Each target against the latest figure that was published for the same place and indicator.
with figures as (
    select
        *,
        row_number() over (
            partition by region_code, indicator_id
            order by as_of desc nulls last, case source when 'table' then 1 when 'prose' then 2 else 3 end, source_id
        ) as choice
    from {{ ref('place_figures') }}
)

select
    t.target_id,
    t.indicator_id,
    t.region_code,
    t.comparator,
    t.threshold,
    coalesce(f.published, f.recomputed) as actual,
    coalesce(f.published, f.recomputed) - t.threshold as gap,
    case t.comparator
        when '>=' then coalesce(f.published, f.recomputed) >= t.threshold
        when '>' then coalesce(f.published, f.recomputed) > t.threshold
        when '<=' then coalesce(f.published, f.recomputed) <= t.threshold
        when '<' then coalesce(f.published, f.recomputed) < t.threshold
        when '=' then coalesce(f.published, f.recomputed) = t.threshold
    end as met,
    t.deadline,
    f.as_of,
    t.document_id as target_document_id,
    f.document_id as actual_document_id,
    f.scope,
    f.source_id
from {{ ref('targets') }} as t
left join figures as f
    on t.indicator_id = f.indicator_id and t.region_code = f.region_code and f.choice = 1
-- A task with a deadline alone has nothing to reach, and a threshold that triggers a duty is no goal.
where t.threshold is not null and not t.is_condition
