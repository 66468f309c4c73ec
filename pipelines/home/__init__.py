"""The home folder and the terminal: paths, the lock of the one writer, a full disk, progress, how things look.

Nothing here knows what a bulletin is."""
