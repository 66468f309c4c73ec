"""Places: GB/T 2260 codes, their hierarchy, short and former names, and functional zones under their parent.

Departments are not known here; see `pipelines.names`.
"""

from pipelines.regions.gazetteer import Regions
from pipelines.regions.model import Level, Region, RegionMatch

__all__ = ["Level", "Region", "RegionMatch", "Regions"]
