"""Names of offices: which function, which office and which place a printed name stands for.

The registry (`registry/*.yml`) is data; `NameResolver` applies it; decisions of people are kept beside it in the
home. Places are `pipelines.regions`.
"""

from pipelines.names.match import Kind, NameMatch, Status
from pipelines.names.resolver import NameResolver

__all__ = ["Kind", "NameMatch", "NameResolver", "Status"]
