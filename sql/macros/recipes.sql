{#- Of several ways to recompute one figure, which comes first: from counts before sums of rates, then the
    verdict that fits best, then the order of the registry. The columns go
    by these names in all places that choose. -#}
{% macro best_fit(figure) -%}
    row_number() over (
        partition by {{ figure }}
        order by
            case recipe_kind when 'ratio' then 1 else 2 end,
            case {{ verdict('value', 'recomputed', 'decimals', 'is_rate') }}
                when 'match' then 1 when 'rounding' then 2 else 3
            end,
            recipe_no
    )
{%- endmacro %}

{#- What the parts of a recipe add up to on each of its sides: three columns. -#}
{% macro sides_summed(side, value) -%}
    {% for name, column in (('numerator', 'numerator'), ('denominator', 'denominator'), ('part', 'total')) -%}
        sum(case when {{ side }} = '{{ name }}' then {{ value }} end) as {{ column }}{{ ',' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- The same in words: numerator_text, denominator_text and total_text. -#}
{% macro sides_in_words(side, words, order_by) -%}
    {% for name, column in (('numerator', 'numerator'), ('denominator', 'denominator'), ('part', 'total')) -%}
        string_agg(
            case when {{ side }} = '{{ name }}' then {{ words }} end, ' + ' order by {{ order_by }}
        ) as {{ column }}_text{{ ',' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- What a recipe makes of its parts, and the same as a person reads it. The columns of the parts go by the names of the
    macros above; `parts`, `words` and `recipe` are the aliases of the tables that have them. -#}
{% macro recomputed_by_recipe(parts, unit) -%}
    case {{ parts }}.recipe_kind
        when 'ratio' then {{ ratio(parts ~ '.numerator', parts ~ '.denominator', parts ~ '.complement', unit) }}
        else {{ parts }}.total
    end
{%- endmacro %}

{% macro recipe_formula(words, recipe) -%}
    case {{ recipe }}.recipe_kind
        when 'ratio'
            then {{ ratio_formula(
                words ~ '.numerator_text', words ~ '.denominator_text', recipe ~ '.complement', recipe ~ '.unit'
            ) }}
        else {{ words }}.total_text
    end
{%- endmacro %}
