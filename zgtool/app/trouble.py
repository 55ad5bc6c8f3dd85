"""What keeps an errand from being done."""

from __future__ import annotations


class CannotDo(Exception):
    """What was asked cannot be done; the message is one Chinese sentence with the next step."""
