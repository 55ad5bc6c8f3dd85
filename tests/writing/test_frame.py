"""The ledger as a DataFrame."""

import pytest

from tests.tables import ledger_from_md
from zgtool.writing.frame import to_frame

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
