{#- Every row has a value, and no two rows have the same: one test where two would do the work twice. -#}
{% test primary_key(model, column_name) %}
select
    {{ column_name }},
    count(*) as rows_with_it
from {{ model }}
group by {{ column_name }}
having count(*) > 1 or {{ column_name }} is null
{% endtest %}
