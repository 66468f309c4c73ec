"""Names of offices: which function, which office and which place a printed name stands for.

The registry (`registry/*.yml`) is data; `NameResolver` applies it; decisions of people are kept beside it in the
home. Places are `pipelines.meaning.regions`.
"""

from pipelines.meaning.names.department_resolver import NameResolver
from pipelines.meaning.names.name_match import Kind, NameMatch, Status

__all__ = ["Kind", "NameMatch", "NameResolver", "Status"]
