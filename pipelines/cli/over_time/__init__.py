"""The places of an indicator by period: what `tongbao compare --over-time` shows of mart.panel.

Belongs here: choosing the rows and setting them on the terminal. Which figure a place has for a period, and its rank, is
decided by the model.
"""
