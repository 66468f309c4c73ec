-- The raw schema: what was read, row by row, before any model. Only warehouse.writer writes here.
-- Every table but the registries is keyed by document, so that a document is replaced by
-- delete-and-insert in one transaction. Percentages are percent numbers. Empty is NULL.

create schema if not exists raw;

-- The original bytes that came in, under their sha256; one row for each address they came from.
-- last_seen: when this address last began to serve these bytes, so that of two versions at one address the
-- one with the later time is what stands there now. NULL in rows of older layouts: take first_seen.
-- source_id, title, listed_on, parent_uri, headers: what the publisher's list and server said; NULL for
-- what a person handed in. parent_uri: the page that an attachment is linked from.
create table if not exists raw.originals (
    document_id varchar not null,
    source_uri varchar not null,
    byte_count bigint not null,
    first_seen timestamp not null,
    last_seen timestamp,
    source_id varchar,
    title varchar,
    listed_on date,
    parent_uri varchar,
    headers varchar,
    primary key (document_id, source_uri)
);

-- Every address of a document that a source was asked for: what it answered last. status is fetched, unchanged, gone or
-- failed; code and message say why. A page that vanished keeps its document.
create table if not exists raw.addresses (
    source_id varchar not null,
    uri varchar not null,
    status varchar not null,
    code varchar,
    message varchar,
    document_id varchar,
    etag varchar,
    last_modified varchar,
    title varchar,
    listed_on date,
    parent_uri varchar,
    first_seen timestamp not null,
    checked_at timestamp not null,
    primary key (source_id, uri)
);

create table if not exists raw.documents (
    document_id varchar primary key,
    media_type varchar,
    encoding varchar,
    title varchar,
    issuer varchar,
    document_number varchar,
    place_name varchar,
    region_code varchar,
    region_name varchar,
    published_on date,
    as_of date,
    page_count integer,
    table_count integer not null,
    paragraph_count integer not null,
    character_count integer not null,
    source_uri varchar not null,
    quarantine_code varchar,
    quarantine_reason varchar,
    reader_version varchar not null,
    meaning_version varchar not null,
    read_seconds double not null,
    ingested_at timestamp not null
);

create table if not exists raw.tables (
    table_id varchar primary key,
    document_id varchar not null,
    table_no integer not null,
    attachment_no integer,
    title varchar,
    caption varchar,
    as_of date,
    as_of_is_own boolean not null,
    region_code varchar,
    scope varchar,
    footnote varchar,
    page_first integer,
    page_last integer,
    row_count integer not null,
    column_count integer not null,
    reader varchar not null,
    proofs varchar
);

create table if not exists raw.columns (
    document_id varchar not null,
    table_id varchar not null,
    column_no integer not null,
    column_path varchar not null,
    role varchar not null,
    indicator_id varchar,
    unit varchar,
    as_of date,
    status varchar,
    method varchar,
    score double,
    runner_up varchar,
    phrasing varchar,
    proposal varchar,
    of_indicator_id varchar,
    primary key (table_id, column_no)
);

create table if not exists raw.cells (
    cell_id varchar primary key,
    document_id varchar not null,
    table_id varchar not null,
    row_no integer not null,
    column_no integer not null,
    row_kind varchar not null,
    text varchar,
    covered boolean not null,
    page integer,
    x0 double,
    y0 double,
    x1 double,
    y1 double,
    source_line integer,
    fate varchar not null,
    fate_reason varchar
);

create table if not exists raw.observations (
    observation_id varchar primary key,
    document_id varchar not null,
    table_id varchar not null,
    cell_id varchar not null,
    row_no integer not null,
    column_no integer not null,
    row_kind varchar not null,
    entity_raw varchar,
    entity_kind varchar,
    department_id varchar,
    function_id varchar,
    region_code varchar,
    scope varchar,
    indicator_id varchar,
    column_path varchar not null,
    value double,
    decimals integer,
    unit varchar,
    comparator varchar,
    as_of date,
    value_raw varchar not null,
    kind varchar not null,
    qualifier varchar,
    section varchar,
    caveat varchar
);

-- Figures that other figures of the same table determine, as the table itself shows: found when it was read,
-- evaluated by the models. target_id and part_id are observations. The value is
-- constant_value + scale × Σ numerator ÷ Σ denominator (1 where there is none).
-- source: learned (the rows obey it), structural (a total and the rows it covers). support of tested rows obey
-- it; chance bounds the probability that random figures would.
create table if not exists raw.formulas (
    document_id varchar not null,
    identity_id varchar not null,
    table_id varchar not null,
    target_id varchar not null,
    kind varchar not null,
    source varchar not null,
    scale double not null,
    constant_value double not null,
    support integer not null,
    tested integer not null,
    chance double not null,
    formula varchar not null,
    primary key (identity_id)
);

create table if not exists raw.formula_terms (
    document_id varchar not null,
    identity_id varchar not null,
    term_no integer not null,
    part_id varchar not null,
    side varchar not null,
    coefficient double not null,
    primary key (identity_id, term_no)
);

create table if not exists raw.name_matches (
    document_id varchar not null,
    table_id varchar not null,
    row_no integer not null,
    name_raw varchar not null,
    entity_kind varchar,
    region_code varchar,
    function_id varchar,
    function_name varchar,
    department_id varchar,
    method varchar not null,
    score double,
    runner_up varchar,
    runner_up_score double,
    status varchar not null,
    evidence varchar,
    primary key (table_id, row_no, name_raw)
);

create table if not exists raw.statements (
    statement_id varchar primary key,
    document_id varchar not null,
    sentence varchar not null,
    quote varchar not null,
    char_start integer not null,
    char_end integer not null,
    indicator_id varchar,
    indicator_raw varchar,
    scope varchar,
    region_code varchar,
    department_id varchar,
    value double,
    decimals integer,
    unit varchar,
    comparator varchar,
    as_of date,
    since date,
    about varchar,
    kind varchar not null,
    subject varchar,
    compared_with varchar,
    indicator_status varchar
);

create table if not exists raw.rankings (
    ranking_id varchar not null,
    document_id varchar not null,
    position integer not null,
    indicator_id varchar,
    indicator_raw varchar,
    direction varchar not null,
    name_raw varchar not null,
    entity_kind varchar,
    region_code varchar,
    function_id varchar,
    department_id varchar,
    scope varchar,
    as_of date,
    quote varchar not null,
    char_start integer not null,
    char_end integer not null,
    name_limit integer,
    open_ended boolean not null,
    primary key (ranking_id, position)
);

create table if not exists raw.targets (
    target_id varchar primary key,
    document_id varchar not null,
    clause varchar,
    indicator_id varchar,
    indicator_raw varchar,
    region_code varchar,
    comparator varchar,
    threshold double,
    unit varchar,
    deadline date,
    responsible varchar,
    quote varchar not null,
    char_start integer,
    char_end integer,
    is_condition boolean not null
);

-- Figures of the prose that are no statement, each with the rule that says why.
create table if not exists raw.ignored_figures (
    document_id varchar not null,
    char_start integer not null,
    char_end integer not null,
    text varchar not null,
    rule varchar not null
);

-- How many figures the prose of a document has (fate printed), and what became of them: statement,
-- review, a named rule, or lost, which must not be.
create table if not exists raw.figure_account (
    document_id varchar not null,
    fate varchar not null,
    figures integer not null,
    primary key (document_id, fate)
);

-- What a reader or the interpretation wants a person to look at.
create table if not exists raw.problems (
    item_id varchar primary key,
    document_id varchar not null,
    kind varchar not null,
    locator varchar,
    message varchar not null,
    candidates varchar
);

-- The registries of names and indicators as they were at the last load.
create table if not exists raw.indicators (
    indicator_id varchar primary key,
    name varchar not null,
    name_en varchar,
    definition varchar,
    source varchar,
    unit varchar,
    direction varchar not null,
    kind varchar not null
);

-- How an indicator follows from others: side is numerator, denominator or part (of a sum).
create table if not exists raw.recipes (
    indicator_id varchar not null,
    recipe_no integer not null,
    kind varchar not null,
    side varchar not null,
    part_indicator_id varchar not null,
    complement boolean not null,
    primary key (indicator_id, recipe_no, side, part_indicator_id)
);

create table if not exists raw.functions (
    function_id varchar primary key,
    name varchar not null,
    definition_source varchar
);

create table if not exists raw.regions (
    region_code varchar primary key,
    name varchar not null,
    level varchar not null,
    parent_code varchar
);
