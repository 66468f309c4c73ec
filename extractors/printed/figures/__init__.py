"""How a figure is printed, down to the last character around it, in a cell of its own or with others.

Nothing here knows what the figure's column measures."""
