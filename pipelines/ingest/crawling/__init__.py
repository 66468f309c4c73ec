"""One visit to a publisher: listings, the bulletins they lead to, their attachments.

Asking for one address belongs to `network`, the descriptions of publishers to `sources`."""
