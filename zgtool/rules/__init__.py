"""The rules, by family; importing this package builds the catalogue."""

from zgtool.rules import closeout, deadlines, measures, reporting, structure

__all__ = ["closeout", "deadlines", "measures", "reporting", "structure"]
