from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from mailroom import Post, serve

from zgtool.workspace.layout import WorkArea


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    area = WorkArea(tmp_path / "局办 报表")
    for folder in area.folders:
        folder.mkdir(parents=True)
    return area


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@pytest.fixture
def smtp(authority: trustme.CA, tmp_path: Path) -> Iterator[Post]:
    yield from serve(authority, tmp_path, starttls=True)
