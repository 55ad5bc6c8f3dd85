"""What goes wrong with a template, as one type with a sentence for the office."""

from __future__ import annotations


class TemplateTrouble(ValueError):
    """A Word template that cannot be used. str() is the sentence: where, what was found, what to do."""
