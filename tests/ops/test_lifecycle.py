"""What a unit's report does to the state of an item, and what a close-out request must carry."""

from __future__ import annotations

import pytest

from zgtool.model.ledger import Measure
from zgtool.ops.lifecycle import refused, request_faults, request_gaps, state_by_unit

ASKED = {
    "number": "1-1", "measure": "印发制度1份", "state": "整改中", "status": "申请销号", "rate": "100%",
    "report": "专项报告（6月10日）", "evidence": "《办法》（×发〔2020〕12号）", "review": "李卫东6月11日",
}  # fmt: skip


def test_a_complete_request_is_taken_up() -> None:
    row = Measure(ASKED)
    assert request_gaps(row) == request_faults(row) == ()
    assert state_by_unit(Measure({**ASKED, "status": "推进中"}), row) == "申请销号"


@pytest.mark.parametrize("key", ["report", "evidence", "review"])
@pytest.mark.parametrize("said", ["", "无", "/", "——", "不涉及", "暂无。", "N/A"])
def test_a_request_without_one_of_its_papers_waits(key: str, said: str) -> None:
    row = Measure({**ASKED, key: said})
    assert request_gaps(row) == (key,)
    assert [k for k, _ in request_faults(row)] == [key]
    assert state_by_unit(Measure({**ASKED, "status": "推进中"}), row) == "整改中"
    assert refused(row)


@pytest.mark.parametrize(
    ("key", "said", "why"),
    [
        ("review", "李卫东", "牵头责任领导审查没有写日期"),
        ("review", "6月11日同意", "牵头责任领导审查没有写姓名"),
        ("rate", "95%", "完成率报的是95%"),
    ],
)
def test_what_else_keeps_a_request_waiting_is_said(key: str, said: str, why: str) -> None:
    row = Measure({**ASKED, key: said})
    assert request_faults(row) == ((key, why),)
    assert request_gaps(row) == ()


def test_papers_that_only_begin_like_a_placeholder_are_papers() -> None:
    row = Measure({**ASKED, "evidence": "无房证明3份", "report": "无违纪情况专项报告（6月10日）"})
    assert request_gaps(row) == ()


def test_an_old_request_that_still_stands_in_the_form_is_no_new_one() -> None:
    base = Measure({**ASKED, "state": "回炉"})
    assert state_by_unit(base, base) == "回炉"
    assert state_by_unit(base, base.but({"report": "专项报告（6月18日）"})) == "申请销号"
