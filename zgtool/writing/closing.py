"""Where signature and date stand, by GB/T 9704-2012, 7.3.5: lengths in 字 from the right edge of the 版心."""

from __future__ import annotations

from zgtool.reports.words import width


def closing_indents(office: str, day: str) -> tuple[float, float]:
    """Right indents of signature and date in 字.

    The signature stands 2字 from the right, the date begins 2字 right of the signature's
    first character; a date longer than the signature stands 2字 from the right itself and
    the signature moves left with it.
    """
    name, when = width(office), width(day)
    if when <= name:
        return 2.0, name - when
    return 4.0 + when - name, 2.0


def sealed_indents(office: str, day: str) -> tuple[float, float]:
    """Right indents of signature and date in 字 where a seal is put: the date stands 4字 from the right,
    the signature is centred over it; one so long that it would leave the page moves the date with it.
    """
    name, when = width(office), width(day)
    beside = 4.0 + (when - name) / 2
    return (beside, 4.0) if beside >= 0 else (0.0, 4.0 - beside)
