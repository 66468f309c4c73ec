-- What a person should decide or at least see: names and headings that no rule settled, quarantined
-- documents, documents of an unknown place, figures that don't add up and may be misread, and whatever a reader was
-- unsure of. `subject` and `proposal` are
-- what a decision is about.
select
    'name:' || n.table_id || ':' || cast(n.row_no as varchar) || ':' || n.name_raw as item_id,
    'name' as kind,
    n.document_id,
    n.table_id || ' row ' || cast(n.row_no as varchar) as locator,
    n.name_raw || '：' || coalesce(n.evidence, n.method) as message,
    concat_ws(' | ', n.function_name, n.runner_up) as candidates,
    'open' as status,
    n.name_raw as subject,
    n.function_id as proposal,
    n.region_code
from {{ ref('stg_name_matches') }} as n
where n.status <> 'accepted'
union all
select
    'column:' || c.table_id || ':' || cast(c.column_no as varchar) as item_id,
    'indicator' as kind,
    c.document_id,
    c.table_id || ' column ' || cast(c.column_no as varchar) as locator,
    c.column_path || '：' || coalesce(c.method, 'no indicator fits') as message,
    concat_ws(' | ', c.proposal, c.runner_up) as candidates,
    'open' as status,
    c.phrasing as subject,
    c.proposal,
    cast(null as varchar) as region_code
from {{ ref('stg_columns') }} as c
where c.role in ('measure', 'rank') and coalesce(c.status, 'rejected') <> 'accepted'
union all
select
    'document:' || d.document_id as item_id,
    'quarantine' as kind,
    d.document_id,
    d.source_uri as locator,
    d.quarantine_reason as message,
    cast(null as varchar) as candidates,
    'open' as status,
    cast(null as varchar) as subject,
    cast(null as varchar) as proposal,
    d.region_code
from {{ ref('stg_documents') }} as d
where d.quarantine_reason is not null
union all
select
    'place:' || d.document_id as item_id,
    'place' as kind,
    d.document_id,
    d.source_uri as locator,
    '不知是哪里的通报，不进入对比 of unknown place, not in the comparison; 印有 printed: '
    || case
        when d.issuer is null and d.place_name is null then '无发文机关、无地名 no issuer, no place'
        else concat_ws('，', '发文机关 issuer ' || d.issuer, '地名 place ' || d.place_name)
    end
    || '; 补法 remedy: a correction of region_code under `corrections` in the YAML of a source' as message,
    cast(null as varchar) as candidates,
    'open' as status,
    cast(null as varchar) as subject,
    cast(null as varchar) as proposal,
    cast(null as varchar) as region_code
from {{ ref('stg_documents') }} as d
inner join {{ ref('document_versions') }} as v on d.document_id = v.document_id
where v.status = 'current' and d.region_code is null
union all
select
    p.item_id,
    p.kind,
    p.document_id,
    p.locator,
    p.message,
    p.candidates,
    'open' as status,
    cast(null as varchar) as subject,
    cast(null as varchar) as proposal,
    cast(null as varchar) as region_code
from {{ ref('stg_problems') }} as p
union all
select
    'misread:' || c.kind || ':' || c.observation_id as item_id,
    'misread' as kind,
    c.document_id,
    c.table_id || ' row ' || cast(c.row_no as varchar) || ' column ' || cast(c.column_no as varchar) as locator,
    concat_ws(' ', c.entity_raw, c.column_path) || '：读作 read as ' || {{ number_text('c.published') }}
    || '，按 by ' || c.formula || ' 应为 ' || {{ number_text('c.recomputed') }} || '；先核对读数 check the reading first: '
    || c.doubt as message,
    cast(null as varchar) as candidates,
    'open' as status,
    cast(null as varchar) as subject,
    cast(null as varchar) as proposal,
    cast(null as varchar) as region_code
from {{ ref('formula_checks') }} as c
where c.verdict = 'mismatch' and c.doubt is not null
