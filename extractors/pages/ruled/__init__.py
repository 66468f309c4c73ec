"""Tables whose cells are drawn: the lattice of ruling lines and the text inside it.

Tables that only white space holds together belong to `pages.unruled`."""
