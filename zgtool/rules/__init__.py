"""The rules, by family; importing this package builds the catalogue."""

from zgtool.rules import (
    approval,
    closeout,
    completion,
    deadlines,
    finish,
    history,
    horizons,
    measures,
    original,
    reporting,
    responsibility,
    results,
    signing,
    structure,
    substance,
)

__all__ = [
    "approval",
    "closeout",
    "completion",
    "deadlines",
    "finish",
    "history",
    "horizons",
    "measures",
    "original",
    "reporting",
    "responsibility",
    "results",
    "signing",
    "structure",
    "substance",
]
