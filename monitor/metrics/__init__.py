"""Everything that Prometheus sees."""

from monitor.metrics.elsewhere import Elsewhere
from monitor.metrics.exposition import Exposition
from monitor.metrics.formats import Page
from monitor.metrics.metrics import Metrics
from monitor.metrics.sighting import sighting_page

__all__ = ["Elsewhere", "Exposition", "Metrics", "Page", "sighting_page"]
