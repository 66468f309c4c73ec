{#- Of several ways to recompute one figure, which comes first: from counts before sums of rates, then the
    verdict that fits best, then the order of the registry. The columns go
    by these names in both places that choose. -#}
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
