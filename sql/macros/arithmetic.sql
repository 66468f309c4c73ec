{#- Arithmetic on printed figures, in words that DuckDB and PostgreSQL both know. -#}

{#- Half up, away from zero, to a printed number of decimals. The epsilon undoes binary fractions:
    0.145 is stored a little below itself and would else round down. -#}
{% macro round_half_up(value, decimals) -%}
    (sign({{ value }}) * floor(abs({{ value }}) * power(10.0, ({{ decimals }})) + 0.5 + 1e-7) / power(10.0, ({{ decimals }})))
{%- endmacro %}

{#- match: the recomputed value rounds to the printed one (which is rounded itself only where it is held against a
    coarser print, in 万: decimals below 0). rounding: one unit of the last printed place off and less than that unit away. Counts are exact or wrong. The factors beside the unit leave room
    for binary fractions: 50.01 − 50 is stored a little below 0.01 and is a whole unit. -#}
{% macro verdict(published, recomputed, decimals, is_rate) -%}
    case
        when abs(
            {{ round_half_up(recomputed, decimals) }}
            - case when {{ decimals }} < 0 then {{ round_half_up(published, decimals) }} else {{ published }} end
        )
            < 0.001 * power(10.0, -({{ decimals }}))
            then 'match'
        when {{ is_rate }}
            and abs({{ round_half_up(recomputed, decimals) }} - {{ published }}) < 1.001 * power(10.0, -({{ decimals }}))
            and abs({{ recomputed }} - {{ published }}) < 0.9999999 * power(10.0, -({{ decimals }}))
            then 'rounding'
        else 'mismatch'
    end
{%- endmacro %}

{#- A number as a person writes it: 64, 17.5, 44.7552 -#}
{% macro number_text(value) -%}
    case
        when ({{ value }}) = floor({{ value }}) then cast(cast({{ value }} as bigint) as varchar)
        else cast({{ round_half_up(value, 4) }} as varchar)
    end
{%- endmacro %}

{#- What the whole is in the unit of a rate: 100 %, 1000 ‰. -#}
{% macro whole_in(unit) -%}
    case when {{ unit }} = '‰' then 1000.0 else 100.0 end
{%- endmacro %}

{#- A rate in its unit: a percent number, 1 − a ÷ b where the registry says complement. -#}
{% macro ratio(numerator, denominator, complement, unit) -%}
    case
        when ({{ denominator }}) is null or ({{ denominator }}) = 0 then null
        when {{ complement }} then {{ whole_in(unit) }} * (1 - ({{ numerator }}) / ({{ denominator }}))
        when {{ unit }} in ('%', '‰') then {{ whole_in(unit) }} * ({{ numerator }}) / ({{ denominator }})
        else 1.0 * ({{ numerator }}) / ({{ denominator }})
    end
{%- endmacro %}

{#- The same as a person reads it. -#}
{% macro ratio_formula(numerator, denominator, complement, unit) -%}
    case
        when {{ complement }}
            then '(1 − (' || {{ numerator }} || ') ÷ (' || {{ denominator }} || ')) × '
                || case when {{ unit }} = '‰' then '1000' else '100' end
        when {{ unit }} = '%' then '(' || {{ numerator }} || ') ÷ (' || {{ denominator }} || ') × 100'
        when {{ unit }} = '‰' then '(' || {{ numerator }} || ') ÷ (' || {{ denominator }} || ') × 1000'
        else '(' || {{ numerator }} || ') ÷ (' || {{ denominator }} || ')'
    end
{%- endmacro %}
