"""Papers asked for by name: where they land, what is left alone, what is told."""

import json
from datetime import date
from pathlib import Path

import docx
import pytest

from tests.app.test_weekly_run import LEDGER, OFFICE, SETTINGS, WEEK, run, send
from zgtool import cli
from zgtool.app.desk import NotReady
from zgtool.app.paper_files import Wanted, Written, kinds_named, write_papers_of
from zgtool.app.paper_scene import scenes_of
from zgtool.app.tasks import start_area
from zgtool.app.trouble import CannotDo
from zgtool.reports.catalogue import PAPERS, paper_kind
from zgtool.workspace.layout import WorkArea

pytestmark = pytest.mark.slow  # whole weeks


@pytest.fixture
def area(tmp_path: Path) -> WorkArea:
    source = tmp_path / "现有台账.csv"
    source.write_text(LEDGER, "utf-8-sig")
    area = start_area(tmp_path / "整改", SETTINGS, date(2020, 5, 25), ledger=source).area
    send(area, "办公室", OFFICE)
    run(area)
    return area


def write(area: WorkArea, name: str, target: Path | None = None, **wanted: object) -> list[Written]:
    scenes = scenes_of(area, None, None, SETTINGS)
    return write_papers_of(area, scenes, Wanted(kinds_named(name), **wanted), target)  # type: ignore[arg-type]


def text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_one_sheet_for_each_overdue_measure(area: WorkArea) -> None:
    [made] = write(area, "督办通知单")
    assert made.path == area.output / "2020年第24周_文书" / "督办通知单" / "1-2.docx"
    said = text(made.path)
    assert "清点公文120份" in said and "已超期2天" in said and "2020年6月19日12时前" in said


def test_a_unit_gets_its_own_papers_and_a_measure_its_sheet_without_occasion(area: WorkArea) -> None:
    assert [w.subject.name for w in write(area, "整改情况提醒书", unit="人事处")] == ["人事处"]
    assert write(area, "督办通知单", unit="人事处") == []
    [asked] = write(area, "督办通知单", item="2-1")
    assert "按整改办要求提前督办" in text(asked.path)


def test_all_papers_are_listed_with_both_hashes_and_a_second_run_changes_nothing(area: WorkArea) -> None:
    first = write(area, "all")
    keys = {w.kind.key for w in first}
    assert {"weekly", "unit-weekly", "leader-page", "monthly", "progress", "supervision", "reminder"} <= keys
    assert not keys & {"public", "remand", "approval"}
    listed = json.loads((area.papers(WEEK) / "文书清单.json").read_text("utf-8"))["papers"]
    assert [e["name"] for e in listed] == sorted(
        w.path.relative_to(area.papers(WEEK)).as_posix() for w in first
    )
    assert all(len(e["sha256"]) == len(e["content"]) == 64 for e in listed)
    before = {p: p.read_bytes() for p in area.papers(WEEK).rglob("*") if p.is_file()}
    assert [w.beside for w in write(area, "全部")] == [None] * len(first)
    assert {p: p.read_bytes() for p in area.papers(WEEK).rglob("*") if p.is_file()} == before


def test_what_a_person_edited_stays_and_the_new_paper_stands_beside_it(area: WorkArea) -> None:
    [made] = write(area, "通报")
    document = docx.Document(str(made.path))
    document.add_paragraph("领导改过的话")
    document.save(str(made.path))
    edited = made.path.read_bytes()
    [again] = write(area, "通报")
    assert again.path.name == "通报（第2次）.docx" and again.beside == made.path
    assert made.path.read_bytes() == edited
    [third] = write(area, "通报")
    assert third.path == again.path


def test_the_public_version_is_made_by_name_only_and_from_flagged_measures(area: WorkArea) -> None:
    assert write(area, "整改进展情况公开稿") == []
    assert paper_kind("public") not in kinds_named("all")


def test_the_seal_moves_signature_and_date(area: WorkArea, tmp_path: Path) -> None:
    def indent(name: str, sealed: bool | None) -> str:
        [made] = write(area, "月汇报", tmp_path / name, sealed=sealed)
        closing = [
            p for p in docx.Document(str(made.path)).paragraphs if p.style and p.style.name == "成文日期"
        ]
        return closing[0]._p.pPr.ind.xml.split('rightChars="')[1].split('"')[0]

    assert indent("a.docx", None) == indent("b.docx", False) != indent("c.docx", True) == "400"


def test_the_weekly_is_the_one_of_the_run(area: WorkArea) -> None:
    [made] = write(area, "周报")
    assert made.path.read_bytes() == (area.published(WEEK, 1) / "周报.docx").read_bytes()


def test_files_waiting_in_the_inbox_do_not_reach_a_paper(area: WorkArea) -> None:
    [before] = write(area, "月汇报")
    send(area, "人事处", "2-1,档案不全,补齐档案材料86份,人事处,7月上旬,推进中,补齐86份,,,\n")
    [after] = write(area, "月汇报")
    assert before.sha256 == after.sha256


def test_the_offices_own_template_is_used_where_it_lies(area: WorkArea) -> None:
    document = docx.Document()
    document.add_paragraph("内部稿 {{ 截至 }}")
    document.save(str(area.templates / "通报模板.docx"))
    [made] = write(area, "通报")
    assert [p.text for p in docx.Document(str(made.path)).paragraphs if p.text] == ["内部稿 6月12日12时"]


@pytest.mark.parametrize(
    ("name", "wanted", "words"),
    [
        ("月报", {}, "是不是"),
        ("督办通知单", {"item": "9-9"}, "没有措施“9-9”"),
        ("督办通知单", {"unit": "人事出"}, "最接近的是人事处"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    area: WorkArea, name: str, wanted: dict[str, str], words: str
) -> None:
    with pytest.raises(CannotDo, match=words):
        write(area, name, **wanted)
    assert not area.papers(WEEK).exists()


def test_several_papers_do_not_go_into_one_file(area: WorkArea, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match=r"有2份"):
        write(area, "整改情况提醒书", tmp_path / "x.docx")


def test_without_a_filed_week_there_is_nothing_to_write(tmp_path: Path) -> None:
    fresh = start_area(tmp_path / "新", SETTINGS, date(2020, 5, 25)).area
    with pytest.raises(NotReady, match="还没有办理过任何一周"):
        scenes_of(fresh, None, None, SETTINGS)


def test_the_command_keeps_rewritten_words_and_says_so(
    area: WorkArea, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = tmp_path / "上期.docx"
    write(area, "月汇报", last)
    document = docx.Document(str(last))
    heading = next(n for n, p in enumerate(document.paragraphs) if p.text.endswith("存在问题"))
    document.paragraphs[heading + 1].text = "领导亲自改过的一段话。"
    document.save(str(last))
    made = tmp_path / "本期.docx"
    command = [
        "paper",
        "月汇报",
        "-C",
        str(area.root),
        "--keep",
        str(last),
        "-o",
        str(made),
        "--today",
        "2020-06-15",
    ]
    assert cli.main(command) == 0
    assert "“存在问题”沿用了上期手工修改的文字，数据已有变化" in capsys.readouterr().out
    assert "领导亲自改过的一段话。" in text(made)
    assert cli.main(["paper", "all", "-C", str(area.root), "--keep", str(last)]) == 2
    assert cli.main(["paper", "督办通知单", "-C", str(area.root), "--keep", str(last)]) == 2
    assert "没有可以沿用" in capsys.readouterr().err


def test_the_command_tells_where_the_papers_are(area: WorkArea, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["paper", "all", "-C", str(area.root), "-o", str(area.root)]) == 2
    assert "-o 只用于出一份文书" in capsys.readouterr().err
    assert cli.main(["paper", "list"]) == 0
    listed = capsys.readouterr().out
    assert all(kind.name in listed and kind.key in listed for kind in PAPERS)
    assert cli.main(["paper", "通报", "-C", str(area.root)]) == 0
    assert "通报.docx" in capsys.readouterr().out
    assert cli.main(["paper", "告诫书", "-C", str(area.root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"papers": []}
    assert cli.main(["paper", "督办单", "-C", str(area.root)]) == 2
    assert "督办通知单" in capsys.readouterr().err
