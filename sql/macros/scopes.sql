{#- Whose figures a data row belongs to when rows are added up: those of places to the level below the place of the
    table (市级 in a province, 县级 in a city or a municipality, 乡级 in a county), all others to what the table lists. -#}
{% macro row_scope() -%}
    case
        when entity_kind <> 'region' then table_scope
        when table_region_code like '%0000' and substr(table_region_code, 1, 2) not in ('11', '12', '31', '50')
            then '市级'
        when table_region_code like '____00' then '县级'
        else '乡级'
    end
{%- endmacro %}

{#- The whole place that its own offices and the places below make up together. -#}
{% macro whole_of(own_level) -%}
    case {{ own_level }} when '市本级' then '全市' when '县本级' then '全县' when '区本级' then '全区' end
{%- endmacro %}

{#- The county of a township, whose offices are the county's: 510923 of 510923-隆盛镇. Other places are their own. -#}
{% macro place_above_township(region_code) -%}
    case
        when
            {{ region_code }} like '%-%镇' or {{ region_code }} like '%-%乡' or {{ region_code }} like '%-%街道'
            then split_part({{ region_code }}, '-', 1)
        else {{ region_code }}
    end
{%- endmacro %}
