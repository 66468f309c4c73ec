-- The whole city against its own offices and its counties, the whole county against its own offices and its townships.
select
    s.statement_id,
    sum(p.value) as recomputed,
    string_agg(p.scope || ' ' || {{ number_text('p.value') }}, ' + ' order by p.scope) as formula
from {{ ref('prose_values') }} as s
inner join {{ ref('prose_values') }} as p
    on
        s.document_id = p.document_id
        and s.indicator_id = p.indicator_id
        and s.place_code = p.place_code
        and s.as_of is not distinct from p.as_of
        and s.since is not distinct from p.since
        and s.qualifier is not distinct from p.qualifier
        and p.department_id is null
        and (s.scope = {{ whole_of('p.scope') }} or p.scope in ('县级', '乡级'))
where s.scope in ('全市', '全县', '全区') and not s.is_rate and s.indicator_kind in ('count', 'amount')
group by s.statement_id
having count(*) = 2 and count(distinct p.scope) = 2 and sum(case when p.scope in ('县级', '乡级') then 1 else 0 end) = 1
