"""The rules, by family; importing this package builds the catalogue."""

from zgtool.rules import (
    closeout,
    completion,
    deadlines,
    finish,
    history,
    horizons,
    measures,
    reporting,
    results,
    signing,
    structure,
)

__all__ = [
    "closeout",
    "completion",
    "deadlines",
    "finish",
    "history",
    "horizons",
    "measures",
    "reporting",
    "results",
    "signing",
    "structure",
]
