{#- A heading may count in 万 or 亿 (办件量（万件）): its figures stay as printed, with that unit. How many digits the unit
    is worth, and the factor, for setting them beside figures in other units. -#}
{% macro unit_digits(unit) -%}
    case when {{ unit }} like '万%' then 4 when {{ unit }} like '亿%' then 8 else 0 end
{%- endmacro %}

{% macro unit_factor(unit) -%}
    case when {{ unit }} like '万%' then 10000.0 when {{ unit }} like '亿%' then 100000000.0 else 1.0 end
{%- endmacro %}

{#- To how many decimals two prints of one count can be compared: a count in 万 with two decimals (7192.96万) says no
    more than that of the exact one. -#}
{% macro common_decimals(own, other, is_rate) -%}
    case when not {{ is_rate }} and {{ other }} < 0 and {{ other }} < {{ own }} then {{ other }} else {{ own }} end
{%- endmacro %}
