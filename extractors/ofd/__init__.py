"""OFD (GB/T 33190): runs of text and ruling lines out of its XML pages.

What they mean on the page belongs to `extractors.pages`."""
