"""What a process uses, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """One process with all its threads, without its children."""

    pid: int

    @property
    def cpu_seconds(self) -> float:
        """User and system time since the start."""
        fields = self._read("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND

    @property
    def rss_bytes(self) -> int:
        """Resident memory."""
        return self._kilobytes("VmRSS") * 1024

    @property
    def peak_rss_bytes(self) -> int:
        """The most memory that was ever resident."""
        return self._kilobytes("VmHWM") * 1024

    def _kilobytes(self, key: str) -> int:
        lines = self._read("status").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{key}:"))

    def _read(self, name: str) -> str:
        return Path(f"/proc/{self.pid}/{name}").read_text()
