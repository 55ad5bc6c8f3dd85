import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from tests import weekly_scenes as scenes
from tests.weekly_scenes import write_weekly
from zgtool.model.settings import Settings
from zgtool.writing import shipped_templates
from zgtool.writing.gongwen import check_gongwen
from zgtool.writing.gongwen_base import base_document
from zgtool.writing.report_docx import default_template

SHIPPED = Path(__file__).resolve().parents[2] / "templates"


def test_base_and_template_are_shipped_as_the_code_makes_them(tmp_path: Path) -> None:
    shipped_templates.main(tmp_path)
    made = sorted(p.name for p in tmp_path.iterdir())
    assert made == sorted(p.name for p in SHIPPED.glob("*.docx"))
    for name in made:
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes(), f"{name} 要重新生成"


def test_the_template_in_use_is_the_one_that_is_shipped() -> None:
    assert default_template("周报") == SHIPPED / "周报模板.docx"


def test_base_template_and_every_paper_keep_the_format(tmp_path: Path) -> None:
    (tmp_path / "base.docx").write_bytes(base_document())
    assert check_gongwen(tmp_path / "base.docx") == []
    assert check_gongwen(default_template("周报")) == []
    for content in (scenes.full_content(), scenes.empty_content(), scenes.one_unit_content()):
        write_weekly(content, tmp_path / "周报.docx", scenes.SETTINGS)
        assert check_gongwen(tmp_path / "周报.docx") == []


def test_the_figures_stand_in_the_base_to_the_twip(tmp_path: Path) -> None:
    """Once more with the library's own eyes, in millimetres and points."""
    (tmp_path / "base.docx").write_bytes(base_document())
    document = docx.Document(str(tmp_path / "base.docx"))
    section = document.sections[0]
    page = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.left_margin,
        section.footer_distance,
    )
    assert [round(length.mm, 1) for length in page if length is not None] == [210.0, 297.0, 37.0, 28.0, 24.8]
    page_width, page_height, top, left, _ = (int(length or 0) for length in page)
    width = page_width - left - int(section.right_margin or 0)
    height = page_height - top - int(section.bottom_margin or 0)
    assert (round(width / 36000), round(height / 36000)) == (156, 225)
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16 and normal.paragraph_format.line_spacing.pt == 28.95
    assert int(height / normal.paragraph_format.line_spacing) == 22
    assert document.styles["Title"].font.size.pt == 22
    assert document.settings.odd_and_even_pages_header_footer
    assert [p.text for p in section.footer.paragraphs] == ["— 1 —"]
    assert [p.text for p in section.even_page_footer.paragraphs] == ["— 1 —"]


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("word/document.xml", b'w:top="2098"', b'w:top="1440"', "pgMar/top 是“1440”，应为 2098"),
        ("word/document.xml", b'w:linePitch="579"', b'w:linePitch="600"', "docGrid/linePitch"),
        ("word/document.xml", b'w:charSpace="-842"', b"", "docGrid/charSpace"),
        ("word/document.xml", b"<w:cantSplit/>", b"", "跨页断开的行"),
        ("word/document.xml", b"<w:tblHeader/>", b"", "表头不在每页重复"),
        ("word/document.xml", b'<w:gridCol w:w="620"/>', b'<w:gridCol w:w="1620"/>', "超出版心"),
        ("word/document.xml", b'<w:footerReference w:type="even" r:id="rId5"/>', b"", "缺少奇数页或偶数页"),
        ("word/styles.xml", b'w:line="579"', b'w:line="600"', "样式 Normal 的 pPr/spacing@line"),
        ("word/styles.xml", b'w:firstLineChars="200"', b'w:firstLineChars="0"', "firstLineChars"),
        ("word/styles.xml", "方正小标宋简体".encode(), "宋体".encode(), "样式 Title"),
        ("word/styles.xml", b'w:eastAsia="zh-CN"', b'w:eastAsia="ja-JP"', "文档语言"),
        ("word/styles.xml", b"<w:rFonts ", b'<w:rFonts w:eastAsiaTheme="minorEastAsia" ', "主题字体"),
        ("word/settings.xml", b"<w:evenAndOddHeaders/>", b"", "奇偶页不同"),
        ("word/settings.xml", b'w:val="15"', b'w:val="14"', "兼容模式"),
        ("word/settings.xml", b"<w:compat>", b"<w:rsids/><w:compat>", "编辑记录"),
        ("word/footer1.xml", "— ".encode(), b"- ", "一字线"),
        ("word/footer1.xml", b'w:jc w:val="right"', b'w:jc w:val="center"', "单页右空一字"),
        ("word/footer2.xml", b'w:sz w:val="28"', b'w:sz w:val="18"', "4 号宋体"),
        ("word/footer2.xml", b" PAGE ", b" DATE ", "没有页码"),
        ("docProps/core.xml", b"<dc:creator>", b"<dc:creator>python-docx", "python-docx"),
        ("docProps/core.xml", b"dc:title", b"dc:subject", "没有标题"),
    ],
)  # fmt: skip
def test_each_departure_from_the_format_is_told(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    bad = tmp_path / "bad.docx"
    with zipfile.ZipFile(default_template("周报")) as good, zipfile.ZipFile(bad, "w") as file:
        assert old in good.read(part)
        for name in good.namelist():
            data = good.read(name)
            file.writestr(name, data.replace(old, new) if name == part else data)
    faults = check_gongwen(bad)
    assert any(said in fault for fault in faults), faults


def test_quotes_without_the_hint_are_told(tmp_path: Path) -> None:
    document = docx.Document(str(default_template("周报")))
    document.add_paragraph("所谓“整改”")
    document.save(str(tmp_path / "bad.docx"))
    assert any("引号或破折号" in fault for fault in check_gongwen(tmp_path / "bad.docx"))


def test_the_settings_fonts_take_the_place_of_the_standards(tmp_path: Path) -> None:
    fonts = replace(Settings(), title_font="方正小标宋_GBK", body_font="仿宋", kai_font="楷体")
    write_weekly(scenes.full_content(), tmp_path / "a.docx", fonts)
    assert check_gongwen(tmp_path / "a.docx", fonts) == []
    assert check_gongwen(tmp_path / "a.docx") != []
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "仿宋_GB2312" not in held and "方正小标宋_GBK" in held
