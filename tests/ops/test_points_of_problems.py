"""Problems with their points beside the ledger's rows: paired, numbered, never guessed, never lost."""

from tests.tables import ledger_from_md
from zgtool.language.feedback import parse_feedback
from zgtool.ops.points import STATES, PointsBook, points_of_ledger, points_of_paper
from zgtool.ops.points_rows import confirmation_rows

YES, ASK, NO = STATES

PAPER = parse_feedback(
    [
        "一、党的建设",
        "（一）基层党建弱化。一是党费收缴不及时；二是固定资产账实不符。",
        "（二）财务管理松散。公务接待超标准。",
        "二、意见建议",
        "（一）提高政治站位。",
    ]
)


def sheet(book: PointsBook) -> list[tuple[str, ...]]:
    """(problem, point, measure, word) of each row to confirm."""
    return [
        (row["problem_no"], row["point_no"], row["measure"], word.partition("：")[0])
        for problem in book.problems
        for row, _, word in confirmation_rows(problem)
    ]


def test_a_paper_alone_gives_points_without_measures() -> None:
    book = points_of_paper(PAPER)
    assert [r[:3] for r in sheet(book)] == [
        ("1", "1（1）", ""), ("1", "1（2）", ""), ("2", "2（1）", ""), ("3", "3（1）", ""),
    ]  # fmt: skip
    assert not book.measured
    assert [p.category for p in book.problems] == ["党的建设", "党的建设", "意见建议"]


def test_the_doubt_about_a_problem_is_the_doubt_about_its_points() -> None:
    grades = [line.grade for p in points_of_paper(PAPER).problems for line in p.points]
    assert grades == ["有把握", "有把握", "拿不准", "较有把握"]
    reasons = [line.reason for p in points_of_paper(PAPER).problems for line in p.points]
    assert reasons[1].startswith("“二是”：")
    assert "意见建议" in reasons[3]


LEDGER = """
| 措施编号 | 问题编号 | 反馈问题 | 整改措施 | 牵头单位 | 自设栏 |
| 7-1 | 7 | 基层党建弱化 | 建立党费收缴台账，按月公示 | 机关党委 | 甲 |
| 7-2 | 7 | 基层党建弱化 | 制作警示教育片 | 人事处 | |
| 9-1 | 9 | 选人用人不规范 | 修订干部选拔办法 | 人事处 | |
"""


def test_the_ledger_s_measures_stand_beside_the_paper_s_points() -> None:
    book = points_of_paper(PAPER, ledger_from_md(LEDGER))
    assert sheet(book) == [
        ("7", "", "制作警示教育片", "没有对上要点，请核实"),
        ("7", "7（1）", "建立党费收缴台账，按月公示", "有"),
        ("7", "7（2）", "", "缺措施"),
        ("2", "2（1）", "", "缺措施"),
        ("3", "3（1）", "", "缺措施"),
        ("9", "9（1）", "修订干部选拔办法", "有"),
    ]
    assert (book.points(YES), book.points(ASK), book.points(NO), book.stray) == (2, 0, 3, 1)
    assert book.problems[0].marks == (("有", ""), ("", ""))


def test_a_problem_of_the_ledger_that_the_paper_does_not_name_is_asked_about() -> None:
    book = points_of_paper(PAPER, ledger_from_md(LEDGER))
    last = book.problems[-1].points[0]
    assert last.grade == "拿不准"
    assert "反馈意见里没有找到" in last.reason


def test_a_likeness_of_problems_is_told() -> None:
    book = points_of_paper(PAPER, ledger_from_md(LEDGER))
    assert "台账问题7“基层党建弱化”按用词对上" in book.problems[0].points[0].reason


def test_numbers_the_ledger_uses_are_not_given_to_other_problems() -> None:
    ledger = ledger_from_md("| 问题编号 | 反馈问题 | 整改措施 |\n| 2 | 选人用人不规范 | 修订干部选拔办法 |")
    assert [p.number for p in points_of_paper(PAPER, ledger).problems] == ["1", "5", "3", "2"]


def test_points_of_the_ledger_stand_even_if_the_text_writes_more() -> None:
    book = points_of_ledger(
        ledger_from_md("""
        | 问题编号 | 反馈问题 | 要点编号 | 问题要点 | 整改措施 |
        | 1 | 一是会议少；二是学习少；三是记录缺 | 1（1） | 会议少 | 每月开会 |
        | 1 | 一是会议少；二是学习少；三是记录缺 | 1（4） | 学习少 | |
        """)
    )
    assert sheet(book) == [("1", "1（1）", "每月开会", "有"), ("1", "1（4）", "", "缺措施")]
    assert "台账只列了2点" in book.problems[0].points[0].reason
    assert book.problems[0].points[0].grade == "拿不准"


def test_no_row_of_a_ledger_is_lost_or_doubled() -> None:
    ledger = ledger_from_md("""
        | 措施编号 | 问题编号 | 反馈问题 | 要点编号 | 问题要点 | 整改措施 | 自设栏 |
        | 1-1 | 1 | 一是会议少；二是账实不符 | | | 每月开会会议 | 甲 |
        | 1-2 | 1 | 一是会议少；二是账实不符 | | | 清查账实不符资产 | 乙 |
        | 1-3 | 1 | 一是会议少；二是账实不符 | | | 拍片 | 丙 |
        | 1-4 | 1 | 一是会议少；二是账实不符 | | | | 丁 |
        | 2-1 | 2 | 党建弱化 | | | | |
        | 2-1 | 2 | 另一个问题，同一个号 | | | 整顿 | |
    """)
    rows = [row for p in points_of_ledger(ledger).problems for row, _, _ in confirmation_rows(p)]
    numbered = [r for r in rows if r.number]
    assert sorted((r.number, r["problem"], r["measure"], r["+自设栏"]) for r in numbered) == sorted(
        (r.number, r["problem"], r["measure"], r["+自设栏"]) for r in ledger
    )


def test_rows_without_a_point_come_before_the_points() -> None:
    ledger = ledger_from_md("""
        | 措施编号 | 问题编号 | 反馈问题 | 整改措施 |
        | 1-1 | 1 | 一是党费收缴不及时；二是账实不符 | 党费收缴每月公示 |
        | 1-2 | 1 | 一是党费收缴不及时；二是账实不符 | 拍片 |
    """)
    assert [r[1] for r in sheet(points_of_ledger(ledger))] == ["", "1（1）", "1（2）"]


def test_a_single_point_that_may_be_several_is_not_said_to_be_covered() -> None:
    ledger = ledger_from_md("| 反馈问题 | 整改措施 |\n| 党费收缴慢。台账没有登记。 | 清查账实不符资产 |")
    book = points_of_ledger(ledger)
    assert [line.cover.state for line in book.problems[0].points] == [ASK]
    assert book.problems[0].marks == ((ASK,),)
    assert sheet(book) == [("1", "1（1）", "清查账实不符资产", "待确认")]
