"""The settings in force for a work area."""

from __future__ import annotations

from collections.abc import Mapping

from zgtool.model.finding import Finding
from zgtool.model.settings import Settings
from zgtool.workspace import disk
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.settings import read_settings


def load_settings(
    area: WorkArea | None, environment: Mapping[str, str]
) -> tuple[Settings, tuple[Finding, ...], Mapping[str, str]]:
    """The settings in force, what is wrong in 配置.xlsx, and where each value came from."""
    if area is None or not area.config.exists():
        return read_settings(None, "配置.xlsx", environment)
    return read_settings(disk.read_bytes(area.config), area.config.name, environment)
