"""Any two tables: what their rows go by is found, or named, or left to all their cells."""

from zgtool.model.ledger import Ledger, Measure
from zgtool.ops.diff_key import diff_tables, find_key


def table(heads: str, *lines: str) -> Ledger:
    keys = [f"+{h}" for h in heads.split()]
    return Ledger(tuple(Measure(dict(zip(keys, ln.split(), strict=True))) for ln in lines), tuple(keys))


def test_a_column_that_names_every_row_is_found_before_a_mere_row_count() -> None:
    old = table("序号 姓名 科室", "1 张三 甲", "2 李四 甲", "3 王五 乙")
    new = table("序号 姓名 科室", "1 赵六 乙", "2 张三 甲", "3 李四 丙", "4 王五 乙")
    assert find_key(old, new) == ("+姓名",)
    diff, used = diff_tables(old, new)
    assert used == ("+姓名",)
    assert [r["+姓名"] for r in diff.added] == ["赵六"]
    assert [(c.new["+姓名"], c.keys) for c in diff.changed if "+科室" in c.keys] == [
        ("李四", ("+序号", "+科室"))
    ]


def test_two_columns_together_may_name_the_rows() -> None:
    old = table("单位 月份 数", "甲 1 5", "甲 2 5", "乙 1 6", "乙 2 6")
    new = table("单位 月份 数", "甲 1 5", "甲 2 7", "乙 1 6", "乙 2 6")
    diff, used = diff_tables(old, new)
    assert used == ("+单位", "+月份")
    assert [(c.new["+单位"], c.new["+月份"], c.keys) for c in diff.changed] == [("甲", "2", ("+数",))]


def test_a_named_key_wins() -> None:
    old = table("编号 姓名", "a 张三", "b 李四")
    new = table("编号 姓名", "a 李四", "b 张三")
    diff, used = diff_tables(old, new, ("+编号",))
    assert used == ("+编号",)
    assert len(diff.changed) == 2


def test_rows_that_nothing_names_go_by_all_their_cells() -> None:
    old = table("物品 数", "笔 1", "笔 1", "纸 2")
    new = table("物品 数", "纸 2", "笔 1", "墨 3")
    diff, used = diff_tables(old, new)
    assert used == ()
    assert [r["+物品"] for r in diff.added] == ["墨"]
    assert [r["+物品"] for r in diff.gone] == ["笔"]
