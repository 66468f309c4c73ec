"""Tables without vertical rules: where they stand, their columns by white space, their rows by anchors, their heads.

Frames of ruling lines belong to `pages.ruled`."""
