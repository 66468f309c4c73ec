{#- The columns that a model's YAML describes, in its order: a mart that hands columns of raw on names them once, there.
    `model` is unknown only to the linter. -#}
{% macro described_columns(alias) -%}
    {%- for name in (model.columns if model is defined else ['document_id']) %}
        {{- alias }}.{{ name }}{{ ', ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
