{#- How many levels of their headings two columns share, from the outermost: 本月/受理 and 本月/办结 share one. -#}
{% macro shared_levels(path, other) -%}
    case
        when split_part({{ path }}, '/', 1) <> split_part({{ other }}, '/', 1) then 0
        when split_part({{ path }}, '/', 2) <> split_part({{ other }}, '/', 2) then 1
        when split_part({{ path }}, '/', 3) <> split_part({{ other }}, '/', 3) then 2
        when split_part({{ path }}, '/', 4) <> split_part({{ other }}, '/', 4) then 3
        else 4
    end
{%- endmacro %}
