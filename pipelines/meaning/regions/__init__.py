"""Places: GB/T 2260 codes, their hierarchy, short and former names, and functional zones under their parent.

Departments are not known here; see `pipelines.meaning.names`.
"""

from pipelines.meaning.regions.gazetteer import Regions
from pipelines.meaning.regions.region import Level, Region, RegionMatch

__all__ = ["Level", "Region", "RegionMatch", "Regions"]
