"""Papers of one source: nothing of another source stands in them, and every figure is a recount over its rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from zgtool import cli
from zgtool.app.paper_files import Wanted, kinds_named, write_papers_of
from zgtool.app.paper_scene import Scenes, scenes_of
from zgtool.app.sources import of_source, settings_of
from zgtool.app.tasks import start_area
from zgtool.app.trouble import CannotDo
from zgtool.app.weekly import run_week
from zgtool.model.ledger import Ledger, Measure
from zgtool.model.office_sheets import Line
from zgtool.model.period import ReportWeek
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.layout import WorkArea
from zgtool.writing.settings_xlsx import write_settings

WEEKS = (ReportWeek(2020, 24), ReportWeek(2020, 25))
SOURCES = ("省委巡视", "审计")
SETTINGS = Settings(
    bureau="××煤监局",
    inspection="2020年省委巡视",
    plan_day=date(2020, 5, 25),
    first_friday=date(2020, 6, 5),
    units=UnitList(
        (Unit("办公室", leader="王建国"), Unit("人事处", leader="李卫东"), Unit("财务处", leader="王建国"))
    ),
)
PLAN = """序号,问题来源,反馈问题,整改措施,完成标准,责任单位,责任领导,完成时限
1,省委巡视,补贴发放不规范,退缴补贴4.3万元,退缴4.3万元,人事处,李卫东,6月上旬
2,省委巡视,会议偏多,压减会议10个,会议压减10个,办公室,王建国,6月中旬
2,省委巡视,会议偏多,合并简报5种,合并5种,办公室,王建国,7月中旬
3,审计,账目不清,清理账目3本,清理3本,财务处,王建国,6月上旬
4,审计,借款未收回,收回借款8万元,收回8万元,人事处,李卫东,6月下旬
"""
WORDS = {"省委巡视": ("补贴", "会议偏多", "简报"), "审计": ("账目", "借款")}
STAFF = """填报单位：人事处
措施编号,反馈问题,整改措施,牵头单位,整改时限,完成状态,完成率,本周进展
1-1,补贴发放不规范,退缴补贴4.3万元,人事处,6月上旬,推进中,{0}%,6月{1}日已退缴补贴{2}万元
审4-1,借款未收回,收回借款8万元,人事处,6月下旬,推进中,{0}%,6月{1}日收回借款{2}万元
"""


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> WorkArea:
    folder = tmp_path_factory.mktemp("来源")
    (folder / "现有台账.csv").write_text(PLAN, "utf-8-sig")
    made = start_area(folder / "整改", SETTINGS, date(2020, 5, 25), ledger=folder / "现有台账.csv").area
    for place, week in enumerate(WEEKS):
        report = STAFF.format(40 + 20 * place, week.friday.day - 1, 2 + place)
        (made.inbox / f"人事处{week}.csv").write_text(report, "utf-8-sig")
        run_week(made, week, week.friday, SETTINGS)
    write_settings(made.config, SETTINGS)
    return made


def scenes(area: WorkArea, source: str = "") -> Scenes:
    return scenes_of(area, WEEKS[1], None, SETTINGS, source)


def rows_in_the_workbook(area: WorkArea) -> list[dict[str, str]]:
    """The written ledger, read by hand: merged problem cells stand for all their rows."""
    sheet = openpyxl.load_workbook(area.ledger)["总台账"]
    heads = [str(c.value) for c in sheet[3]]
    found: list[dict[str, str]] = []
    for cells in sheet.iter_rows(min_row=4, values_only=True):
        row = {h: str(v) for h, v in zip(heads, cells, strict=True) if v is not None}
        if "措施编号" in row:
            row.setdefault("问题来源", found[-1]["问题来源"] if found else "")
            found.append(row)
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_the_figures_are_a_recount_over_the_rows_of_the_source(area: WorkArea, source: str) -> None:
    mine = [row for row in rows_in_the_workbook(area) if row["问题来源"] == source]
    summary = scenes(area, source).week.summary
    lamps = Counter(row["亮灯"].split()[0] for row in mine)
    assert summary.overall.total == len(mine) > 0
    assert summary.overall.problems == len({row["问题编号"] for row in mine if "问题编号" in row})
    assert summary.overall.overdue == sum(n for lamp, n in lamps.items() if "超期" in lamp) > 0
    assert {t.name: t.total for t in summary.by_unit} == Counter(row["牵头单位"] for row in mine)
    assert {r.number for r in summary.moved} == {r["措施编号"] for r in mine if "本周进展" in r}


def test_the_sources_together_are_the_whole(area: WorkArea) -> None:
    whole, parts = scenes(area), [scenes(area, source) for source in SOURCES]
    for name in ("total", "closed", "doing", "waiting", "overdue", "due_soon", "problems"):
        for period in ("week", "month"):
            counted = [getattr(getattr(s, period).summary.overall, name) for s in (whole, *parts)]
            assert counted[0] == sum(counted[1:]), (name, period)
    before = [s.week.summary.before for s in (whole, *parts)]
    assert [b.total for b in before if b] == [5, 3, 2]
    steps = [[(s.total, s.closed, s.overdue) for s in each.month.steps] for each in (whole, *parts)]
    assert steps[0] == [tuple(map(sum, zip(*pair, strict=True))) for pair in zip(*steps[1:], strict=True)]
    assert len(steps[0]) == 2


@pytest.mark.parametrize(("source", "other"), [SOURCES, SOURCES[::-1]])
def test_no_paper_of_a_source_holds_a_word_of_another(area: WorkArea, source: str, other: str) -> None:
    written = write_papers_of(area, scenes(area, source), Wanted(kinds_named("all")))
    assert len(written) > 6
    for paper in written:
        text = "\n".join(_texts(paper.path))
        assert "总台账在册" not in text
        assert "巡视整改" not in text.replace("巡视整改领导小组", "") or "巡" in source
        assert f"（{source}）" in paper.path.relative_to(area.papers(WEEKS[1])).parts[0]
        assert not [word for word in WORDS[other] if word in text], paper.path.name


def _texts(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return [*(p.text for p in document.paragraphs), *cells]


def test_the_title_says_what_the_paper_is_of(area: WorkArea, tmp_path: Path) -> None:
    for source, title in (("审计", "审计问题整改工作周报"), ("省委巡视", "省委巡视整改工作周报")):
        (made,) = write_papers_of(
            area, scenes(area, source), Wanted(kinds_named("周报")), tmp_path / "周报.docx"
        )
        assert "".join(_texts(made.path)).replace("\n", "").count(title) >= 1


def test_only_units_of_the_source_are_told_to_have_reported(area: WorkArea) -> None:
    fates = {s: {r.unit: r.fate for r in scenes(area, s).week.summary.receipts} for s in SOURCES}
    assert fates == {
        "省委巡视": {"办公室": "未报", "人事处": "按时报送"},
        "审计": {"人事处": "按时报送", "财务处": "未报"},
    }
    assert not scenes(area, "审计").week.summary.rows.read


def test_only_what_was_found_about_its_rows_is_counted(area: WorkArea) -> None:
    whole = [f for f in scenes(area).week.findings if f.where.number]
    told = {source: {f.where.number for f in scenes(area, source).week.findings} for source in SOURCES}
    assert told["审计"] | told["省委巡视"] == {f.where.number for f in whole}
    assert told["审计"]
    assert all(number.startswith("审") for number in told["审计"])
    assert not any(number.startswith("审") for number in told["省委巡视"])


def test_lines_of_the_sheets_beside_follow_their_rows_and_lines_without_a_row_stay() -> None:
    rows = (
        Measure({"number": "1-1", "source": "省委巡视"}),
        Measure({"number": "审1-1", "source": "审计"}),
    )
    lines = tuple(Line({"number": n}) for n in ("1-1", "审1-1", "1-1、审1-1", ""))
    kept = of_source(Ledger(rows, sheets={"会议记录": lines}), "审计")
    assert [row.number for row in kept.rows] == ["审1-1"]
    assert [line["number"] for line in kept.lines("会议记录")] == ["审1-1", "1-1、审1-1", ""]


def test_a_source_nobody_knows_is_answered_with_those_there_are(area: WorkArea) -> None:
    with pytest.raises(CannotDo, match="没有来源是“中央巡视”的问题，有的是：省委巡视、审计。"):
        scenes(area, "中央巡视")


def test_the_commands_take_a_source_and_name_their_files_by_it(
    area: WorkArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    here = ["--area", str(area.root), "--source", "审计"]
    assert cli.main(["report", "weekly", "--week", str(WEEKS[1]), *here]) == 0
    assert "审计问题" in "".join(_texts(tmp_path / "周报（审计）.docx"))
    assert cli.main(["paper", "月汇报", *here]) == 0
    assert "月汇报（审计）.docx" in capsys.readouterr().out
    assert cli.main(["report", "chart", "--week", str(WEEKS[1]), *here]) == 2
    assert cli.main(["paper", "督办通知单", "--item", "1-1", *here]) == 2
    said = capsys.readouterr().err
    assert "作战图不分来源出" in said
    assert "--item 和 --source 只能写一个" in said


def test_a_source_that_is_called_problems_is_not_called_so_twice() -> None:
    assert settings_of(Settings(), "审计发现问题").inspection == "审计发现问题"
    assert settings_of(Settings(), "省委巡视").inspection == "省委巡视"
