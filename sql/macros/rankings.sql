{#- What the words of a list of leaders or laggards speak of. -#}

{#- 差评率最低的是甲: the smallest number, though a small one is good. -#}
{% macro speaks_of_the_number(quote) -%}
    (
        (
    {%- for word in ["最高", "较高", "偏高", "不高", "最低", "较低", "偏低", "最多", "较多", "最少", "较少"] %}
        {{ "or " if not loop.first }}{{ quote }} like '%{{ word }}%'
    {%- endfor %}
        )
        and {{ quote }} not like '%排名%'
    )
{%- endmacro %}

{#- 较好, 垫底: the standing, whether a high or a low number is good. -#}
{% macro speaks_of_good_or_bad(quote) -%}
    (
    {%- for word in ["最好", "较好", "最差", "较差", "最快", "较快", "最慢", "较慢", "领先", "落后", "滞后", "不理想"] %}
        {{ "or " if not loop.first }}{{ quote }} like '%{{ word }}%'
    {%- endfor %}
    )
{%- endmacro %}
