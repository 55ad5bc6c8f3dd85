"""The format of the case files: weeks, marks, roster, settings and the files that came in."""

from datetime import date

import pytest

from tests.case_files import _cases

CASE = """
### 例一：三周

### 建账时

| 措施编号 | 整改措施 | 牵头单位 |
| 1-1 | 修订办法 | 人事科 |

### 第22周

| 措施编号 | 整改措施 | 牵头单位 |
| 1-1 | 修订办法 | 人事科 |

### 第23周（未报：人事科）

| 措施编号 | 整改措施 | 牵头单位 |
| 1-1 | 修订办法 | 人事科 |

### 第24周

| 措施编号 | 整改措施 | 牵头单位 | 来自 | 整改时限 | 报告 |
| 1-1 | 修订办法 | 人事科 | 总台账 | 2020年6月1日 | ✓ |
| 1-2 | 修订办法 | 人事科 |  | 2020年6月30日 |  |

### 单位名单

| 单位 | 简称 | 分管领导 |
| 人事科 | 人事 | 李卫东 |

### 设置

| 项目 | 内容 |
| 反馈日期 | 2020-05-11 |

### 例二

| 措施编号 | 整改措施 | 牵头单位 | 整改时限 |
| 1-1 | 修订办法 | 人事处 | 2020年7月1日 |
"""


def test_a_case_holds_its_weeks_marks_roster_and_settings() -> None:
    first, second = _cases(CASE)
    assert [week.week for week in first.past.weeks] == ["2020-W23", "2020-W22"]
    assert [week.reported for week in first.past.weeks] == [frozenset(), {"人事科"}]
    assert first.past.first is not None
    assert first.marked == {"第4行"}
    assert first.settings.units.find("人事").unit is not None
    assert first.settings.feedback_day == date(2020, 5, 11)
    assert [s.file for s in first.submissions] == ["单位.xlsx"]
    assert second.marked == {"第4行"}
    assert second.past.weeks == ()


def test_a_finding_is_traced_to_its_line_in_the_unit_s_file_and_in_the_ledger() -> None:
    first, second = _cases(CASE)
    assert [first.lines(f) for f in first.findings("T201")] == [{"第4行"}]
    assert second.findings("T201") == []


def test_a_heading_that_nobody_knows_is_refused() -> None:
    with pytest.raises(AssertionError, match="上周"):
        list(_cases("### 上周\n\n| 措施编号 |\n| 1-1 |\n"))
