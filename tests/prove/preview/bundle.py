"""The page that draws a dashboard, made into one script and one style sheet."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support import npm

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "grafana" / "preview"
ICONS = "@grafana/ui/dist/public/img/icons"
FONTS = {
    "Inter-Regular": "400-normal",
    "Inter-Medium": "500-normal",
    "Inter-Italic": "400-italic",
    "Inter-MediumItalic": "500-italic",
}
"""Grafana's font comes in a package of its own, under other names."""
_ICON = re.compile(r"/public/build/img/icons/(\w+/[\w-]+\.svg)")
_FONT = re.compile(r"/public/fonts/inter/([\w-]+)\.woff2")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a browser needs."""

    script: bytes
    style: bytes
    modules: Path

    def public(self, path: str) -> bytes | None:
        """What components ask Grafana's server for: signs and letters."""
        if icon := _ICON.fullmatch(path):
            file = self.modules / ICONS / icon[1]
        elif (font := _FONT.fullmatch(path)) and font[1] in FONTS:
            name = f"inter-latin-{FONTS[font[1]]}.woff2"
            file = self.modules / "@fontsource" / "inter" / "files" / name
        else:
            return None
        return file.read_bytes() if file.is_file() else None


def bundled(folder: Path) -> Bundle:
    """Make it of the sources, in this new folder."""
    modules = _laid_out(folder)
    said = _run(
        folder,
        "esbuild",
        "src/page.tsx",
        "--bundle",
        "--minify",
        "--outfile=page.js",
        '--define:process.env.NODE_ENV="production"',
        "--loader:.ttf=empty",
        "--log-level=warning",
    )
    if said:
        raise RuntimeError(said)
    script, style = ((folder / f"page.{kind}").read_bytes() for kind in ("js", "css"))
    return Bundle(script, style, modules)


def complaints(folder: Path) -> str:
    """What the compiler says of the sources, in this new folder; nothing where all is well."""
    _laid_out(folder)
    return _run(folder, "tsc", "--pretty", "false")


def _laid_out(folder: Path) -> Path:
    modules = npm.installed(PACKAGE, PACKAGE.name)
    folder.mkdir()
    (folder / "node_modules").symlink_to(modules)
    shutil.copy(PACKAGE / "tsconfig.json", folder)
    shutil.copytree(PACKAGE / "src", folder / "src")
    return modules


def _run(folder: Path, tool: str, *arguments: str) -> str:
    command = [f"node_modules/.bin/{tool}", *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    return done.stdout + done.stderr
