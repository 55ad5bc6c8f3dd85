"""The ledger as a DataFrame."""

import pytest

from tests.tables import ledger_from_md
from zgtool.ops.trend import WeekRecord
from zgtool.writing.frame import to_frame, trend_frame

pytest.importorskip("pandas", reason="没有安装 pandas（analysis 附加包）")


def test_text_stays_text_under_chinese_headings_in_the_ledgers_order() -> None:
    frame = to_frame(
        ledger_from_md("""
    | 措施编号 | 督办 | 整改措施 | 完成率 |
    | 1-10 | 1.10 | 建立台账 | 80% |
    | 1-2 | NA | | |
    """)
    )
    assert list(frame.columns[:4]) == ["措施编号", "督办", "整改措施", "完成率"]
    assert frame["措施编号"].tolist() == ["1-10", "1-2"]
    assert frame["督办"].tolist() == ["1.10", "NA"]
    assert frame["完成率"].tolist() == ["80%", ""]


def test_the_ledger_itself_gives_its_frame() -> None:
    ledger = ledger_from_md("| 措施编号 | 整改措施 |\n| 1-10 | 建立台账 |")
    assert ledger.to_frame().equals(to_frame(ledger))


def test_weeks_stand_in_order_with_what_is_open_and_who_was_on_time() -> None:
    frame = trend_frame(
        [
            WeekRecord("2020-W23", {"measures": 10, "closed": 1}, {"人事处": "按时报送", "财务处": "未报"}),
            WeekRecord("2020-W24", {"measures": 10, "closed": 4}),
        ]
    )
    assert frame["未销号"].tolist() == [9, 6]
    assert (frame["按时率"][0], frame["按时率"].isna()[1]) == (0.5, True)
