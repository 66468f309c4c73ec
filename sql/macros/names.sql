{#- The schemas are staging, core and mart, whatever the target's own schema is called. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}

{#- Views must not carry the database's name: the published file may be attached under another. -#}
{% macro ref() -%}
    {%- if kwargs.get('version') is not none or kwargs.get('v') is not none -%}
        {%- do exceptions.raise_compiler_error("versioned models are not used here") -%}
    {%- endif -%}
    {%- if varargs | length == 2 -%}
        {%- do return(builtins.ref(varargs[0], varargs[1]).include(database=false)) -%}
    {%- endif -%}
    {%- do return(builtins.ref(varargs[0]).include(database=false)) -%}
{%- endmacro %}

{% macro source(source_name, table_name) -%}
    {%- do return(builtins.source(source_name, table_name).include(database=false)) -%}
{%- endmacro %}

{#- PostgreSQL plans joins by statistics that it gathers some time after a table was made; the next model comes
    at once. DuckDB needs none. -#}
{% macro gather_statistics() -%}
    {%- if target.type == 'postgres' %}analyze {{ this }}{% endif -%}
{%- endmacro %}
