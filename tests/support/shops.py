"""What shops answer: a look-up of the App Store, and a page of the Play Store in miniature."""

import json
from typing import Any

NUMBER = "1444834757"
PACKAGE = "com.bpjstku"
APPLE: dict[str, Any] = {
    "wrapperType": "software",
    "trackId": int(NUMBER),
    "trackName": "JMO (Jamsostek Mobile)",
    "bundleId": "id.go.bpjsketenagakerjaan.jmo",
    "version": "2.18.0",
    "currentVersionReleaseDate": "2026-08-14T02:03:04Z",
    "minimumOsVersion": "12.0",
}


def look_up(*results: Any) -> bytes:
    """The answer to a look-up, with these results; white space in front, as Apple sends it."""
    return b"\n\n\n" + json.dumps({"resultCount": len(results), "results": results}).encode()


def apple(**changes: Any) -> bytes:
    """The answer for the app, with other fields; None leaves one out."""
    fields = {**APPLE, **changes}
    return look_up({name: value for name, value in fields.items() if value is not None})


def release_data(
    version: str | None = "2.18.0", oldest: str = "5.0", seconds: int | None = 1_786_672_984
) -> list[Any]:
    """What a listing holds for its scripts, at the places where the real one has it."""
    listing: list[Any] = [None] * 146
    listing[0] = ["JMO (Jamsostek Mobile)"]
    listing[1] = [[PACKAGE, 7]]
    listing[10] = ["6 Jul 2018", [1_530_835_200, 0]]
    listing[72] = [[None, 'Masuk, "klik" [[["9.9.9"]], lalu [["x",[1700000000,5]]]']]
    if version is not None:
        listing[140] = [[[version]], [[[35]], [[[21, oldest]]]]]
    if seconds is not None:
        listing[145] = [["14 Agu 2026", [seconds, 123000000]]]
    return [None, [None, None, listing]]


def page(data: Any, *, app: str = PACKAGE) -> bytes:
    """A page of the Play Store about an app, with this data for its scripts."""
    about = {"@type": "SoftwareApplication", "name": "JMO", "operatingSystem": "ANDROID"}
    written = json.dumps(data, separators=(",", ":"))
    return (
        "<!doctype html><html><head><title>JMO - Aplikasi di Google Play</title>"
        f'<link rel="canonical" href="https://play.google.com/store/apps/details?id={app}">'
        f'<script type="application/ld+json" nonce="x">{json.dumps(about)}</script></head><body>'
        "<script nonce=\"x\">AF_initDataCallback({key: 'ds:3', hash: '1', data:[[[4,5]]],"
        " sideChannel: {}});</script>"
        "<script nonce=\"x\">AF_initDataCallback({key: 'ds:5', hash: '2', data:"
        f"{written}, sideChannel: {{}}}});</script></body></html>"
    ).encode()


def google(**changes: Any) -> bytes:
    """The page about the app."""
    return page(release_data(**changes))
