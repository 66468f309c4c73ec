"""What is printed in one line or cell, whatever table or document it stands in: numbers, units, dates, marks, wraps.

Nothing here knows of rows, columns or documents."""
