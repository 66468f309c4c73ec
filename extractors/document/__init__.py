"""From blocks in reading order to a whole `Document`: its letterhead, its links, its tables as JSON and CSV.

How the blocks are found belongs to the rooms of the formats."""
