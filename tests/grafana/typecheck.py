"""Dashboards as TypeScript, so that the compiler compares them with the types Grafana publishes."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grafana" / "typecheck"
INSTALLED = ROOT / ".cache" / "typecheck"
SCHEMAS = {"13.2": "@grafana/schema", "12.4": "schema-12"}


def installed() -> Path:
    """The folder with the compiler and the types, installed as the lock file says."""
    lock = (PACKAGE / "package-lock.json").read_bytes()
    stamp = INSTALLED / "stamp"
    if not stamp.is_file() or stamp.read_bytes() != lock:
        shutil.rmtree(INSTALLED, ignore_errors=True)
        INSTALLED.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PACKAGE / name, INSTALLED)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=INSTALLED, check=True, capture_output=True, timeout=300)
        stamp.write_bytes(lock)
    return INSTALLED / "node_modules"


def complaints(folder: Path, schema: str, dashboards: Mapping[str, Mapping[str, Any]]) -> str:
    """What the compiler says of the dashboards; nothing where all is well."""
    modules = installed()
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
