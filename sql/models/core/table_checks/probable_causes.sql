-- What the data itself shows as the probable cause of a figure that does not fit.
with mismatched as (
    select
        *,
        {{ verdict('published', 'recomputed', 'decimals', 'is_rate') }} as verdict
    from {{ ref('row_checks') }}
),

-- One matter more or less in the denominator or the numerator gives exactly the printed rate.
steps (step) as (
    values (-3), (-2), (-1), (1), (2), (3)
),

shifted as (
    select
        m.*,
        s.step,
        {{ round_half_up(ratio('m.numerator', 'm.denominator + s.step', 'm.complement', 'm.unit'), 'm.decimals') }}
            as with_denominator,
        {{ round_half_up(ratio('m.numerator + s.step', 'm.denominator', 'm.complement', 'm.unit'), 'm.decimals') }}
            as with_numerator
    from mismatched as m
    cross join steps as s
    where
        m.verdict = 'mismatch'
        and m.kind = 'row_ratio'
        and m.denominator + s.step > 0
        and m.numerator + s.step >= 0
),

off_by_few as (
    select
        observation_id,
        case
            when abs(with_denominator - published) < 0.001 * power(10.0, -decimals)
                then
                    {{ number_text('numerator') }} || ' ÷ ' || {{ number_text('denominator + step') }}
                    || ' 恰为公布数，表中分母为 ' || {{ number_text('denominator') }}
            when abs(with_numerator - published) < 0.001 * power(10.0, -decimals)
                then
                    {{ number_text('numerator + step') }} || ' ÷ ' || {{ number_text('denominator') }}
                    || ' 恰为公布数，表中分子为 ' || {{ number_text('numerator') }}
        end as note,
        row_number() over (partition by observation_id order by abs(step), step desc) as place
    from shifted
),

nearest as (
    select
        observation_id,
        note,
        row_number() over (partition by observation_id order by place) as choice
    from off_by_few
    where note is not null
),

-- Several columns of one total row exceed their rows, and the row's own identities hold: units were
-- dropped from the list and kept in the total.
totals as (
    select
        c.*,
        {{ verdict('c.published', 'c.recomputed', 'c.decimals', 'c.is_rate') }} as verdict
    from {{ ref('column_totals') }} as c
),

dropped as (
    select
        t.table_id,
        t.row_no
    from totals as t
    where t.verdict = 'mismatch'
    group by t.table_id, t.row_no
    having count(*) >= 2 and (min(t.published - t.recomputed) > 0 or max(t.published - t.recomputed) < 0)
)

select
    observation_id,
    note
from nearest
where choice = 1
union all
select
    m.observation_id,
    '等于已四舍五入的率之和：' || m.sum_of_rates as note
from mismatched as m
where m.verdict <> 'match' and m.sum_of_rates is not null
union all
select
    t.observation_id,
    case
        when t.published > t.recomputed
            then '同一合计行多列大于各行之和：可能有单位未列入表中而计入合计'
        else '同一合计行多列小于各行之和：可能合计漏计了单位'
    end as note
from totals as t
inner join dropped as d on t.table_id = d.table_id and t.row_no = d.row_no
where t.verdict = 'mismatch'
