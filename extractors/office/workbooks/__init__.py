"""The formats of workbooks that tell number formats: XLSX and XLS as printed cells, and formulas without results.

What belongs here: reading cells of one format. What does not: telling the formats apart (`office.workbook`), which cells
make a table (`office.sheet_tables`).
"""
