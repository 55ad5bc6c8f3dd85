"""The rules, by family; importing this package builds the catalogue."""

from zgtool.rules import (
    closeout,
    deadlines,
    finish,
    history,
    measures,
    reporting,
    results,
    signing,
    structure,
)

__all__ = [
    "closeout",
    "deadlines",
    "finish",
    "history",
    "measures",
    "reporting",
    "results",
    "signing",
    "structure",
]
