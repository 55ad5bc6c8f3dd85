"""Whether a text is one mail address or a host name, the plain forms offices use."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.IGNORECASE)
_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*", re.I
)


def is_domain(text: str) -> bool:
    """A host or domain name, or an IPv4 address; no scheme, no port."""
    return bool(_HOST.fullmatch(text))


def is_mail(text: str) -> bool:
    """One bare address such as name@example.gov.cn, no display name, nothing that could break a header."""
    local, at, domain = text.rpartition("@")
    return bool(at) and len(local) <= 64 and bool(_LOCAL.fullmatch(local)) and is_domain(domain)
