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


def test_a_cell_that_was_emptied_is_changed_whether_it_is_blank_or_absent() -> None:
    bare = Measure({k: v for k, v in OLD.rows[0].values.items() if k != "deadline"})
    for row in (bare, OLD.rows[0].but({"deadline": ""})):
        diff = diff_ledgers(OLD, replace(OLD, rows=(row, OLD.rows[1])))
        assert [c.keys for c in diff.changed] == [("deadline",)]


def test_rows_without_numbers_are_matched_by_their_words_and_order_makes_no_difference() -> None:
    bare = replace(OLD, rows=tuple(r.but({"number": ""}) for r in OLD.rows))
    diff = diff_ledgers(bare, replace(bare, rows=bare.rows[::-1]))
    assert not diff
    assert len(diff.moved) == 1


def test_a_row_put_elsewhere_is_told_as_moved_and_the_others_are_not() -> None:
    rows = tuple(Measure({"number": f"1-{n}", "measure": f"措施{n}"}) for n in range(1, 7))
    diff = diff_ledgers(Ledger(rows), Ledger((*rows[1:], rows[0])))
    assert [(c.new.number, c.old_place, c.new_place) for c in diff.moved] == [("1-1", 0, 5)]
    assert not diff


def test_renumbered_rows_are_found_by_their_words() -> None:
    """A row put in on top and everything renumbered: one row is added and the numbers are what changed."""
    texts = ("清退误餐费3.2万元", "修订公文处理办法并印发", "补齐干部档案86份")
    old = Ledger(tuple(Measure({"number": str(n), "measure": t}) for n, t in enumerate(texts, 1)))
    new = Ledger(
        tuple(Measure({"number": str(n), "measure": t}) for n, t in enumerate(("抽查值班12次", *texts), 1))
    )
    diff = diff_ledgers(old, new)
    assert [r["measure"] for r in diff.added] == ["抽查值班12次"]
    assert diff.gone == ()
    assert [c.keys for c in diff.changed] == [("number",)] * 3


def test_a_measure_rewritten_under_its_number_is_one_change() -> None:
    new = replace(
        OLD, rows=(OLD.rows[0].but({"problem": "另一问题", "measure": "全然不同的一句话"}), OLD.rows[1])
    )
    diff = diff_ledgers(OLD, new)
    assert [c.keys for c in diff.changed] == [("problem", "measure")]
    assert (diff.added, diff.gone) == ((), ())


CELLS = st.dictionaries(
    st.sampled_from(["status", "progress", "deadline"]), st.sampled_from(["", "甲", "乙 ", "丙"])
)
NUMBERS = st.sampled_from(["", "", "1-1", "1-2", "1-3", "2-1"])


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Ledgers with and without numbers, with doubles of both and of whole rows."""
    rows = [
        Measure(
            {
                "number": draw(NUMBERS),
                "measure": draw(st.sampled_from(["", "甲措施", "乙措施"])),
                **draw(CELLS),
            }
        )
        for _ in range(draw(st.integers(0, 6)))
    ]
    return Ledger(tuple(rows), ("number", "measure", "status", "progress", "deadline"))


def applied(diff: Diff, old: Ledger) -> list[dict[str, str]]:
    """The old rows with the diff carried out on them: taken out, changed, put where they now stand."""
    out = {*diff.gone_places, *(c.old_place for c in diff.moved)}
    changes = {c.old_place: c for c in diff.changed}

    def changed(place: int) -> dict[str, str]:
        row = dict(old.rows[place].values)
        return row | ({k: changes[place].new[k] for k in changes[place].keys} if place in changes else {})

    rows = [changed(place) for place in range(len(old.rows)) if place not in out]
    put = [(c.new_place, changed(c.old_place)) for c in diff.moved]
    put += [(place, dict(row.values)) for place, row in zip(diff.added_places, diff.added, strict=True)]
    for place, row in sorted(put, key=lambda item: item[0]):
        rows.insert(place, row)
    return rows


def bare(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{k: v.strip() for k, v in row.items() if v.strip()} for row in rows]


@hypothesis_settings(max_examples=300, deadline=None)
@given(ledgers(), ledgers())
def test_a_diff_applied_to_the_old_ledger_gives_the_new_one_row_by_row(old: Ledger, new: Ledger) -> None:
    assert bare(applied(diff_ledgers(old, new), old)) == bare([dict(r.values) for r in new.rows])


@hypothesis_settings(max_examples=100, deadline=None)
@given(ledgers())
def test_a_ledger_with_any_doubles_does_not_differ_from_itself(ledger: Ledger) -> None:
    assert diff_ledgers(ledger, ledger) == Diff()
