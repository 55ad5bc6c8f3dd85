"""Manifests are written and read back the same."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.workspace.manifest import InputEntry, Link, Manifest, OutputEntry, from_json, to_json

words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
moments = st.none() | st.datetimes(min_value=datetime(1, 1, 1))
inputs = st.builds(InputEntry, words, words, words, words, moments, words)
papers = st.builds(OutputEntry, st.sampled_from(["weekly", "findings", "return"]), words, words, words)
manifests = st.builds(
    Manifest,
    week=words,
    edition=st.integers(0, 99),
    folder=words,
    run_at=moments,
    today=st.none() | st.dates(),
    version=words,
    previous=st.none() | st.builds(Link, words, st.integers(0, 99), words),
    ledger_before=words,
    inputs=st.lists(inputs, max_size=3).map(tuple),
    outputs=st.lists(papers, max_size=3).map(lambda p: (OutputEntry("ledger", "", "总台账.xlsx", "0"), *p)),
    counts=st.dictionaries(words, st.integers(-9, 10**9), max_size=3),
    settings=st.dictionaries(words, words, max_size=3),
    receipts=st.dictionaries(words, words, max_size=3),
)


@given(manifests)
def test_a_manifest_is_read_back_as_it_was_written(manifest: Manifest) -> None:
    data = to_json(manifest)
    assert from_json(data) == manifest
    assert to_json(from_json(data)) == data


def test_a_manifest_is_text_that_a_person_can_read() -> None:
    manifest = Manifest(
        "2020-W24",
        1,
        "2020年第24周",
        today=date(2020, 6, 12),
        outputs=(OutputEntry("ledger", "", "总台账.xlsx", "ab"),),
    )
    text = to_json(manifest).decode("utf-8")
    assert '"folder": "2020年第24周"' in text
    assert list(json.loads(text)) == sorted(json.loads(text))


GOOD = json.loads(to_json(Manifest("2020-W24", 1, "f", outputs=(OutputEntry("ledger", "", "a", "b"),))))


@pytest.mark.parametrize("key", sorted(set(GOOD) - {"run_at", "today", "previous"}))
@pytest.mark.parametrize("value", [None, True, 1.5, [1], {"a": []}])
def test_a_field_of_the_wrong_kind_is_refused_by_name(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"缺失|不对"):
        from_json(json.dumps(GOOD | {key: value}).encode())


@given(st.binary())
def test_bytes_that_are_no_manifest_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"不是完整的 JSON 文件|清单的内容不对"):
        from_json(data)


def test_a_manifest_of_before_receipts_were_kept_is_read() -> None:
    plain = json.loads(
        to_json(
            Manifest("2020-W24", 1, "2020年第24周", outputs=(OutputEntry("ledger", "", "总台账.xlsx", "0"),))
        )
    )
    del plain["receipts"]
    assert from_json(json.dumps(plain).encode()).receipts == {}
