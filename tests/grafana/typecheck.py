"""Dashboards as TypeScript, so that the compiler compares them with the types Grafana publishes."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.npm import installed

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grafana" / "typecheck"
SCHEMAS = {"13.2": "@grafana/schema", "12.4": "schema-12"}


def complaints(folder: Path, schema: str, dashboards: Mapping[str, Mapping[str, Any]]) -> str:
    """What the compiler says of the dashboards; nothing where all is well."""
    modules = installed(PACKAGE, "typecheck")
    (folder / "node_modules").symlink_to(modules)
    shutil.copy(PACKAGE / "tsconfig.json", folder)
    shape = (PACKAGE / "shape.ts").read_text(encoding="utf-8")
    (folder / "shape.ts").write_text(shape.replace("@grafana/schema", SCHEMAS[schema]))
    for name, dashboard in dashboards.items():
        (folder / f"{name}.ts").write_text(_as_code(dashboard), encoding="utf-8")
    node = ["node", os.fspath(modules / "typescript" / "bin" / "tsc"), "--pretty", "false"]
    done = subprocess.run(
        node, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    return done.stdout + done.stderr


def _as_code(dashboard: Mapping[str, Any]) -> str:
    """Each panel by itself, under its kind's type: fresh literals may have no unknown keys."""
    lines = ["import type { Frame, Panels } from './shape';"]
    frame = json.dumps({**dashboard, "panels": []}, indent=1)
    lines.append(f"export const frame: Frame = {frame};")
    for panel in dashboard["panels"]:
        kind = json.dumps(panel["type"])
        text = json.dumps(panel, indent=1)
        lines.append(f"export const panel{panel['id']}: Panels[{kind}] = {text};")
    return "\n".join(lines) + "\n"
