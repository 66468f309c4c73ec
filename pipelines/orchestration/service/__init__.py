"""The programs of `tongbao watch` and `tongbao ui`, and what they tell their operator.

Schedules and sensors belong to `defs`."""
