"""What the running program gives to the pages of others."""

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.support import files
from tests.support.program import outer_program
from tests.support.servers import respond, serve

SVG = "{http://www.w3.org/2000/svg}"
ATOM = "{http://www.w3.org/2005/Atom}"
NOTICE = 'Uji <b>coba</b> & "belum" resmi.'


async def test_a_badge_a_feed_a_calendar_and_a_picture_are_served(tmp_path: Path) -> None:
    async with serve(respond(200, b"halaman")) as server:
        whole = files.configuration(files.probe("a", server.url()))
        whole["page"] = {"url": "https://status.example/", "notice": NOTICE}
        config = files.write(tmp_path / "probes.yaml", whole)
        async with outer_program(config) as program:
            badges = [
                await program.get(f"/badge/{name}.svg?lang=en")
                for name in ("verdict", "app/state", "app/uptime", "app/latency")
            ]
            feed = await program.get("/feed.xml?lang=en")
            calendar = await program.get("/api/v1/windows?format=ics")
            picture = await program.get("/preview.png?lang=en")
            front = await program.get("/?lang=en")
            assert await program.stop() == 0
    titles = [ET.fromstring(each.text).findtext(f"{SVG}title") or "" for each in badges]
    assert all(title.startswith(NOTICE) for title in titles)
    root = ET.fromstring(feed.content)
    assert (root.findtext(f"{ATOM}subtitle") or "").startswith(NOTICE)
    assert root.findall(f"{ATOM}link")[0].attrib["href"].startswith("https://status.example/feed")
    assert calendar.text.startswith("BEGIN:VCALENDAR\r\n")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert "https://status.example/preview.png?lang=en" in front.text
