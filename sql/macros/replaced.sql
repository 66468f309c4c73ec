{#- Views and tables on DuckDB, replaced in one statement that does all or nothing. dbt's own way is for databases that
    can't: another name, two renames and a drop, each with a context of its own, which for models as small as these costs
    more than their rows. PostgreSQL keeps dbt's way. -#}
{% macro replace_relation(kind) -%}
    {%- set relation = this.incorporate(type=kind) -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if existing is not none and existing.type != kind -%}
        {{ drop_relation_if_exists(existing) }}
    {%- endif -%}
    {% call statement('main') -%}
        create or replace {{ kind }} {{ relation }} as (
            {{ sql }}
        )
    {%- endcall %}
    {%- do persist_docs(relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [relation]}) }}
{%- endmacro %}

{% materialization view, adapter='duckdb' %}
    {{ return(replace_relation('view')) }}
{% endmaterialization %}

{% materialization table, adapter='duckdb' %}
    {{ return(replace_relation('table')) }}
{% endmaterialization %}
