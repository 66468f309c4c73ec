"""Asking for one address, politely and within limits.

Which address is asked for belongs to `crawling` and to whoever named it."""
