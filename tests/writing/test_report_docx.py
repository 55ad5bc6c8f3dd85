import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import weekly_scenes as scenes
from tests.looks import page_texts
from tests.weekly_scenes import write_weekly
from tests.writing.docx_text import body_lines, dump_docx, texts
from tests.writing.dumps import check_golden
from zgtool.model.ledger import Measure
from zgtool.model.settings import Settings
from zgtool.model.text import clean, shorten
from zgtool.ops.summary import Due, Summary
from zgtool.reports.weekly import WeeklyContent
from zgtool.reports.weekly_outline import WEEKLY_OUTLINE, weekly_paper
from zgtool.writing.closing import closing_indents, sealed_indents
from zgtool.writing.gongwen_base import package, paragraph, row, table
from zgtool.writing.paper_template import values_of, variables_of
from zgtool.writing.report_docx import TemplateTrouble, check_template_file, default_template

CONTENT = scenes.full_content()
VARIABLES = variables_of(WEEKLY_OUTLINE)


def weekly_variables(content: WeeklyContent) -> dict[str, Any]:
    return values_of(WEEKLY_OUTLINE, weekly_paper(content))


def check_weekly_template(template: Path) -> list[str]:
    return check_template_file(template, WEEKLY_OUTLINE)


def default_weekly_template() -> Path:
    return default_template("周报")


def written(folder: Path, *body: str) -> Path:
    """A template with this body (paragraph texts, or XML)."""
    made = "".join(part if part.startswith("<") else paragraph("Normal", part) for part in body)
    path = folder / "我的模板.docx"
    path.write_bytes(package(made, title="试"))
    return path


def refusal(folder: Path, *body: str) -> str:
    """What write_weekly says about a template with this body."""
    template = written(folder, *body)
    with pytest.raises(TemplateTrouble) as trouble:
        write_weekly(CONTENT, folder / "周报.docx", scenes.SETTINGS, template)
    assert not (folder / "周报.docx").exists()
    assert check_weekly_template(template) != []
    return str(trouble.value)


@pytest.mark.parametrize("name", ["full", "empty", "one_unit"])
def test_the_paper_is_as_it_was_approved(tmp_path: Path, name: str) -> None:
    content = getattr(scenes, f"{name}_content")()
    write_weekly(content, tmp_path / "周报.docx", scenes.SETTINGS)
    check_golden(f"weekly_{name}.txt", dump_docx(tmp_path / "周报.docx"))


def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests import weekly_scenes as s;"
        "s.write_weekly(s.full_content(), Path(sys.argv[1]), s.SETTINGS)"
    )
    root = Path(__file__).resolve().parents[2]
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / f"{seed}.docx")],
            check=True, cwd=root, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": ""},
        )  # fmt: skip
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()


def test_the_properties_carry_the_end_of_the_period_and_no_clock(tmp_path: Path) -> None:
    write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS)
    core = docx.Document(str(tmp_path / "周报.docx")).core_properties
    assert core.created.date() == core.modified.date() == scenes.WEEK.friday
    assert (core.title, core.author, core.language) == (
        "巡视整改工作周报",
        "局巡视整改领导小组办公室",
        "zh-CN",
    )


def test_headings_are_numbered_as_they_stand_and_a_section_left_out_leaves_no_gap(tmp_path: Path) -> None:
    def headings(content_name: str) -> list[str]:
        path = tmp_path / f"{content_name}.docx"
        write_weekly(getattr(scenes, content_name)(), path, scenes.SETTINGS)
        return [line.split("] ")[1] for line in body_lines(path) if line.startswith("[heading")]

    assert headings("full_content") == [
        "一、报送情况",
        "二、总体进展",
        "三、各牵头单位情况",
        "四、分管领导牵头情况",
        "五、到期、超期和临期事项",
        "（一）超期事项",
        "（二）临期事项",
        "六、填报质量问题",
        "七、重点难点事项",
        "八、下周工作安排",
    ]
    assert headings("empty_content") == [
        "一、报送情况", "二、总体进展", "三、到期、超期和临期事项", "四、填报质量问题",
        "五、重点难点事项", "六、下周工作安排",
    ]  # fmt: skip


def test_headings_of_the_second_level_begin_anew_under_each_first(tmp_path: Path) -> None:
    levels = ((1, "甲"), (2, "乙"), (2, "（九）丙"), (1, "丁"), (2, "戊"))
    template = written(tmp_path, *(paragraph(f"Heading{level}", text) for level, text in levels))
    write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS, template)
    assert texts(tmp_path / "周报.docx") == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"]


def test_the_office_may_leave_out_move_and_add_sections(tmp_path: Path) -> None:
    template = written(
        tmp_path,
        paragraph("Heading1", "{{ 下周安排.标题 }}"),
        paragraph("Heading1", "九、领导批示"),
        "请各单位阅办。",
        paragraph("Heading1", "{{ 报送情况.标题 }}"),
        "截至{{ 截至 }}，共{% for 段 in 报送情况.各段 %}{{ 段 }}{% endfor %}",
    )
    write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS, template)
    lines = body_lines(tmp_path / "周报.docx")
    assert [line for line in lines if line.startswith("[heading")] == [
        "[heading 1] 一、下周工作安排", "[heading 1] 二、领导批示", "[heading 1] 三、报送情况",
    ]  # fmt: skip
    assert lines[-1].startswith("[Normal] 截至6月12日12时，共应报送台账的单位14个")


@pytest.mark.parametrize(
    ("office", "day", "expected"),
    [
        ("局巡视整改领导小组办公室", "2020年6月12日", (2.0, 5.5)),  # 12字 over 6.5字
        ("整改办", "2020年6月12日", (7.5, 2.0)),  # the longer date stands 2字 from the right
        ("巡视整改办公", "2020年6月8日", (2.0, 0.0)),  # equally long
    ],
)
def test_signature_and_date_stand_by_the_rule(office: str, day: str, expected: tuple[float, float]) -> None:
    assert closing_indents(office, day) == expected


@pytest.mark.parametrize(
    ("office", "day"), [("局巡视整改领导小组办公室", "2020年6月12日"), ("整改办", "2020年12月12日")]
)
def test_the_date_begins_two_characters_right_of_the_signature(office: str, day: str) -> None:
    name, when = closing_indents(office, day)
    begins_name, begins_day = name + len(office), when + 3 + (len(day) - 3) / 2
    assert begins_name - begins_day == 2


@pytest.mark.parametrize(
    ("office", "day", "expected"),
    [
        ("局巡视整改领导小组办公室", "2020年6月12日", (1.25, 4.0)),  # 12字 centred over 6.5字
        ("整改办", "2020年6月12日", (5.75, 4.0)),
        (
            "中共××省煤矿安全监察局党组巡视整改办公室",
            "2020年6月8日",
            (0.0, 7.5),
        ),  # wider than the room over the date
    ],
)
def test_under_a_seal_the_signature_is_centred_over_the_date(
    office: str, day: str, expected: tuple[float, float]
) -> None:
    assert sealed_indents(office, day) == expected


def test_what_units_wrote_stays_text(tmp_path: Path) -> None:
    hostile = '{{ 主送 }} {% if x %} {_{ }_} <w:br/>&amp; =HYPERLINK("x") \u0001\ufffe\ud800\ufdd0 ｛｛名｝｝'
    shown = '{{ 主送 }} {% if x %} {_{ }_} <w:br/>&amp; =HYPERLINK("x") '
    full = scenes.full_summary()
    due = full.overdue[0]
    bad = due._replace(
        measure=due.measure.but({"measure": hostile, "leader": "甲<乙&丙", "lead_unit": "{{x}}处"})
    )
    content = scenes.content(replace(full, overdue=(bad,)))
    write_weekly(content, tmp_path / "周报.docx", scenes.SETTINGS)
    found = texts(tmp_path / "周报.docx")
    assert any(text.startswith(shown[:41]) for text in found)
    assert "甲<乙&丙" in found and "{{x}}处" in found
    with zipfile.ZipFile(tmp_path / "周报.docx") as archive:
        body = archive.read("word/document.xml").decode()
    assert "hyperlink" not in body and "\ufdd0" not in body and "instrText" not in body


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=40) | st.text("{}_%#<>&;\"'“”\\a\t\n =甲", min_size=1, max_size=40))
def test_any_text_comes_out_as_a_reader_would_see_it(tmp_path: Path, text: str) -> None:
    due = Due(Measure({"number": "1-1", "measure": text}), scenes.TODAY, 0)
    write_weekly(scenes.content(Summary(overdue=(due,))), tmp_path / "周报.docx", scenes.SETTINGS)
    cells = docx.Document(str(tmp_path / "周报.docx")).tables[0].rows[1].cells
    seen = re.sub("[\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]", "", shorten(clean(text), 42))
    assert cells[1].text == (seen or cells[1].text)


def test_the_variables_are_those_of_the_dictionary() -> None:
    """The published names, at every depth, are exactly what a template is given."""
    values = weekly_variables(CONTENT)
    assert [v.name for v in VARIABLES] == list(values)
    for variable in VARIABLES:
        value = values[variable.name]
        if variable.parts:
            assert sorted(p.name for p in variable.parts) == sorted(value)
            for part in variable.parts:
                if part.each:
                    assert value[part.name], part.name
                    assert [p.name for p in part.each] == list(value[part.name][0])
                assert isinstance(value[part.name], str if part.printable else list)
        assert variable.note


def test_a_section_that_is_left_out_still_has_all_its_names() -> None:
    full, empty = weekly_variables(CONTENT), weekly_variables(scenes.empty_content())
    assert list(full) == list(empty)
    for name, value in full.items():
        if isinstance(value, dict):
            assert sorted(value) == sorted(empty[name])


def test_the_shipped_template_has_no_faults() -> None:
    assert check_weekly_template(default_weekly_template()) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (["收文：{{ 主关 }}"], "这一段：模板可用的名称里没有“主关”，最接近的是“主送”"),
        (["{{ 报送情况.标体 }}"], "“报送情况”下面没有“标体”，最接近的是“标题”"),
        (["{% for 行 in 超期.各行 %}{{ 行.单为 }}{% endfor %}"], "“行”下面没有“单为”，最接近的是“单位”"),
        (["{% for 段 in 报送情况.各段 %}{{ 段 }}{% endfor %}{{ 段 }}"], "没有“段”"),
        (["{%p if 抄送 %}", "抄送", "{%p endif %}", "{{ 落款 }}"], "没有“落款”"),
        (["｛｛ 主送 ｝｝"], "“｛｛ 主送 ｝｝”这一段：有多余的、不成对的或者全角的花括号"),
        (["{ 主送 }"], "花括号"),
        (["{{ 主送 }"], "花括号"),
        (["{%p if 抄送 %}", "抄送"], "“{%p if 抄送 %}”这一段：if 没有结尾，请在后面补上 {%p endif %}"),
        (["{%p endif %}"], "endif 前面没有对应的 if"),
        (["{%p for 段 in 报送情况.各段 %}", "{{ 段 }}", "{%p endif %}"], "endif 前面没有对应的 if"),
        (["{%p if 抄送 %}", "抄送{% endif %}"], "不在同一段"),
        (["{%p if 抄送 %}抄送：", "甲", "{%p endif %}"], "要独占一段"),
        (["{{ 主送|safe }}"], "模板里只能写名称，以及 if 和 for"),
        (["{{ 主送.__class__ }}"], "“主送”下面没有“__class__”"),
        (["{{ cycler() }}"], "只能写名称"),
        (["{% set x = 1 %}"], "不能用"),
        (["{{ 报送情况 }}"], "“报送情况”是一组内容，要写到具体一项"),
        (["{% for 段 in 主送 %}{{ 段 }}{% endfor %}"], "不是一组内容"),
        (["{{ 主送 主送 }}"], "写法不对"),
        (["{{r 主送 }}"], "写法不对"),
        (["{%tr for 行 in 超期.各行 %}"], "只能写在表格里"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_used_is_refused_with_the_place_and_the_cure(
    tmp_path: Path, body: list[str], said: str
) -> None:
    words = refusal(tmp_path, *body)
    assert words.startswith("我的模板.docx 不能用：模板里“")
    assert said in words


def test_a_name_in_a_footer_is_checked_too(tmp_path: Path) -> None:
    document = docx.Document(str(default_weekly_template()))
    document.sections[0].footer.paragraphs[0].add_run("{{ 主关 }}")
    document.save(str(tmp_path / "脚.docx"))
    assert any("主关" in fault for fault in check_weekly_template(tmp_path / "脚.docx"))


def test_a_tag_that_word_cut_into_runs_is_understood(tmp_path: Path) -> None:
    document = docx.Document(str(written(tmp_path, "")))
    runs = document.add_paragraph()
    for piece in ("致{", "{ 主", "送 }", "}的周报"):
        runs.add_run(piece).bold = piece == "{ 主"
    document.save(str(tmp_path / "断.docx"))
    assert check_weekly_template(tmp_path / "断.docx") == []
    write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS, tmp_path / "断.docx")
    assert texts(tmp_path / "周报.docx")[-1] == "致局党组的周报"


@pytest.mark.parametrize("data", [None, b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_a_template_that_is_missing_or_damaged_is_told_in_one_sentence(
    tmp_path: Path, data: bytes | None
) -> None:
    template = tmp_path / "坏模板.docx"
    if data is not None:
        template.write_bytes(data)
    with pytest.raises(TemplateTrouble, match=r"坏模板\.docx"):
        write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS, template)
    assert not (tmp_path / "周报.docx").exists()


def test_a_template_made_elsewhere_gets_what_the_format_asks_of_rows_and_runs(tmp_path: Path) -> None:
    plain_rows = tuple(
        row((4000, 4000), cells).replace("<w:cantSplit/>", "")
        for cells in (
            (("TableText", "编号"), ("TableText", "措施")),
            (("TableText", "{%tr for 行 in 超期.各行 %}"), ("TableText", "")),
            (("TableText", "{{ 行.编号 }}"), ("TableText", "“{{ 行.措施 }}”")),
            (("TableText", "{%tr endfor %}"), ("TableText", "")),
        )
    )
    template = written(tmp_path, "下表列出超期事项。", table((4000, 4000), plain_rows))
    write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS, template)
    with zipfile.ZipFile(tmp_path / "周报.docx") as archive:
        body = archive.read("word/document.xml").decode()
    count = len(CONTENT.deadlines.overdue.rows) + 1
    assert body.count("<w:cantSplit/>") == count and body.count("<w:tblHeader/>") == 1
    assert re.search(r'w:hint="eastAsia"/></w:rPr><w:t[^>]*>“', body)
    assert body.index("<w:keepNext/>") < body.index("<w:tbl>")


def test_rows_and_cells_emptied_by_a_condition_leave_a_sound_document(tmp_path: Path) -> None:
    conditional = (
        row((8000,), (("TableText", "{%tr if 汇总次数 %}"),)),
        row((8000,), (("TableText", "x"),)),
        row((8000,), (("TableText", "{%tr endif %}"),)),
    )
    emptied = row((8000,), (("TableText", "@"),)).replace(
        paragraph("TableText", "@"),
        "".join(paragraph("TableText", t) for t in ("{%p if 汇总次数 %}", "x", "{%p endif %}")),
    )
    template = written(tmp_path, table((8000,), conditional), "中", table((8000,), (emptied,)), "下")
    write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS, template)
    assert body_lines(tmp_path / "周报.docx") == ["[Normal] 中", "表 8000", "表头 |  |", "[Normal] 下"]
    assert len(docx.Document(str(tmp_path / "周报.docx")).tables[0].cell(0, 0).paragraphs) == 1


def test_a_condition_that_compares_unlike_things_is_told(tmp_path: Path) -> None:
    template = written(tmp_path, "{% if 抄送 > 1 %}x{% endif %}")
    with pytest.raises(TemplateTrouble, match="比较的两边"):
        write_weekly(CONTENT, tmp_path / "周报.docx", scenes.SETTINGS, template)


def test_a_title_of_two_lines_is_broken_where_the_content_says(tmp_path: Path) -> None:
    named = replace(scenes.SETTINGS, inspection="十四届省委第三轮省直机关常规巡视")
    write_weekly(scenes.content(Summary(), (), named), tmp_path / "周报.docx", named)
    title = docx.Document(str(tmp_path / "周报.docx")).paragraphs[0]
    assert title.style is not None and (title.style.name, title.text) == (
        "Title",
        "十四届省委第三轮省直机关常规巡视\n整改工作周报",
    )


def test_editing_marks_of_word_do_not_reach_the_paper(tmp_path: Path) -> None:
    template = tmp_path / "存过.docx"
    with zipfile.ZipFile(default_weekly_template()) as old, zipfile.ZipFile(template, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:p>", b'<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD">')
            if name == "word/settings.xml":
                data = data.replace(
                    b"<w:compat>", b'<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:compat>'
                )
            new.writestr(name, data)
    write_weekly(CONTENT, tmp_path / "a.docx", scenes.SETTINGS, template)
    write_weekly(CONTENT, tmp_path / "b.docx", scenes.SETTINGS)
    with zipfile.ZipFile(tmp_path / "a.docx") as one, zipfile.ZipFile(tmp_path / "b.docx") as two:
        assert b"rsid" not in one.read("word/document.xml") + one.read("word/settings.xml")
        assert one.read("word/document.xml") == two.read("word/document.xml")


@pytest.mark.slow
def test_the_pages_hold_22_lines_with_numbers_outside_and_nothing_lost(tmp_path: Path) -> None:
    words = "，".join(["这是一段用来数行数和字数的正文"] * 90)
    content = replace(scenes.content(Summary(), (), Settings()), opening=words)
    write_weekly(content, tmp_path / "长.docx", scenes.SETTINGS)
    pages = page_texts(tmp_path / "长.docx", tmp_path / "look")
    full_pages = [[line for line in page.splitlines() if line.strip()] for page in pages]
    assert [page[-1].split() for page in full_pages] == [["—", str(n), "—"] for n in range(1, len(pages) + 1)]
    indents = [len(page[-1]) - len(page[-1].lstrip()) for page in full_pages]
    assert indents[0] > 40 > indents[1]
    lines = [line.strip() for line in full_pages[1][:-1]]
    assert len(lines) == 22
    assert {len(line) for line in lines[:3]} <= {27, 28, 29}
    said = re.sub(r"\s", "", "".join(pages))
    for text in texts(tmp_path / "长.docx"):
        assert re.sub(r"\s", "", text) in re.sub(r"—\d+—", "", said)
