"""The app as a shop offered it when it was last looked up."""

from monitor.metrics.family import Points, label
from monitor.metrics.measure import Measure
from monitor.model import Outcome


def _info(outcome: Outcome) -> Points:
    release = outcome.release
    if release is None:
        return ()
    texts = (release.minimum_os or "", release.store, release.version or "")
    return ((tuple(map(label, texts)), 1.0),)


def _released(outcome: Outcome) -> Points:
    release = outcome.release
    if release is None or release.released_at is None:
        return ()
    return (
        ((label(release.store), label(release.version or "")), release.released_at.timestamp()),
    )


RELEASE = (
    Measure(
        name="jmo_app_release_info",
        help="The app as a shop offers it; a label is empty where the shop did not say.",
        further=("minimum_os", "store", "version"),
        read=_info,
    ),
    Measure(
        name="jmo_app_release_timestamp_seconds",
        help="When this version was released, as the shop says.",
        further=("store", "version"),
        read=_released,
    ),
)
