"""What changed between two ledgers."""

from dataclasses import replace

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tables import ledger_from_md
from zgtool.model.ledger import Ledger, Measure
from zgtool.ops.diff import Diff, diff_ledgers

OLD = ledger_from_md("""
| 措施编号 | 反馈问题 | 整改措施 | 牵头单位 | 整改时限 | 完成状态 | 亮灯 |
| 1-1 | 公文积压 | 建立催办台账 | 办公室 | 6月下旬 | 推进中 | 正常 |
| 1-2 | 公文积压 | 每周通报1次 | 办公室 | 6月下旬 | 未启动 | 正常 |
""")


def test_a_ledger_does_not_differ_from_itself() -> None:
    assert not diff_ledgers(OLD, OLD)


def test_changed_cells_are_named_in_the_order_of_the_layout() -> None:
    new = replace(OLD, rows=(OLD.rows[0].but({"status": "申请销号", "deadline": "7月上旬"}), OLD.rows[1]))
    diff = diff_ledgers(OLD, new)
    assert [(c.new.number, c.keys) for c in diff.changed] == [("1-1", ("deadline", "status"))]


def test_width_white_space_and_computed_columns_make_no_difference() -> None:
    new = replace(OLD, rows=(OLD.rows[0].but({"deadline": "６月 下旬", "lamp": "超期3天"}), OLD.rows[1]))
    assert not diff_ledgers(OLD, new)


def test_rows_without_numbers_are_matched_by_their_words_and_order_makes_no_difference() -> None:
    bare = replace(OLD, rows=tuple(r.but({"number": ""}) for r in OLD.rows))
    assert not diff_ledgers(bare, replace(bare, rows=bare.rows[::-1]))


CELLS = st.dictionaries(
    st.sampled_from(["status", "progress", "deadline"]), st.sampled_from(["", "甲", "乙 ", "丙"])
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    numbers = draw(st.lists(st.integers(1, 6), unique=True))
    rows = [Measure({"number": f"1-{n}", "measure": f"措施{n}", **draw(CELLS)}) for n in numbers]
    return Ledger(tuple(rows), ("number", "measure", "status", "progress", "deadline"))


def applied(diff: Diff, old: Ledger) -> dict[str, dict[str, str]]:
    rows = {r.number: dict(r.values) for r in old.rows if r.number not in {g.number for g in diff.gone}}
    for change in diff.changed:
        rows[change.new.number] |= {key: change.new[key] for key in change.keys}
    return rows | {r.number: dict(r.values) for r in diff.added}


@hypothesis_settings(max_examples=100, deadline=None)
@given(ledgers(), ledgers())
def test_a_diff_applied_to_the_old_ledger_gives_the_new_one(old: Ledger, new: Ledger) -> None:
    def plain(rows: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        return {n: {k: v for k, v in row.items() if v} for n, row in rows.items()}

    assert plain(applied(diff_ledgers(old, new), old)) == plain({r.number: dict(r.values) for r in new.rows})
