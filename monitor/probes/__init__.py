"""The kinds of probe: one file each, and one name in this union."""

from monitor.probes.base import Probe
from monitor.probes.http import HttpProbe

AnyProbe = HttpProbe
"""What `kind:` chooses from; a new kind is added here and nowhere else."""

__all__ = ["AnyProbe", "HttpProbe", "Probe"]
