import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from mailroom import SETTINGS, file_week, paper, read_draft

from zgtool import letters
from zgtool.mail import prepare
from zgtool.model.settings import Recipient
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.filed import filed_weeks
from zgtool.workspace.layout import WorkArea
from zgtool.workspace.manifest import Manifest

# drafts


def test_drafts_go_to_the_leading_group_and_to_each_returned_unit(area: WorkArea) -> None:
    manifest = file_week(area, returns={"财务处": paper("b"), "人事教育处": paper("a")})
    drafts = prepare(area, manifest, SETTINGS)
    assert [(d.kind, d.audience, d.to, d.cc, d.note) for d in drafts] == [
        ("周报", "领导小组", ("wang@example.gov.cn", "li@example.gov.cn"), ("cundang@example.gov.cn",), ""),
        ("退改", "人事教育处", ("renshi@example.gov.cn",), (), ""),
        ("退改", "财务处", ("caiwu@example.gov.cn", "zhangsan@example.gov.cn"), (), ""),
    ]
    folder = area.output / "2020年第24周" / "邮件"
    names = ["01_周报_领导小组.eml", "02_退改_人事教育处.eml", "03_退改_财务处.eml"]
    assert [d.path for d in drafts] == [folder / name for name in names]
    assert sorted(p.name for p in folder.iterdir()) == names


def test_a_draft_reads_back_with_its_people_text_and_attachment(area: WorkArea) -> None:
    weekly, back = (read_draft(draft) for draft in prepare(area, file_week(area), SETTINGS))
    assert weekly["X-Unsent"] == "1"
    assert str(weekly["From"]) == "局巡视整改办 <zgb@example.gov.cn>"
    assert str(weekly["To"]) == "王书记 <wang@example.gov.cn>, 李局长 <li@example.gov.cn>"
    assert str(weekly["Cc"]) == "存档 <cundang@example.gov.cn>"
    assert str(weekly["Subject"]) == "××局整改周报（2020年第24周）"
    assert str(weekly["Date"]) == "Fri, 12 Jun 2020 12:30:00 +0800"
    body = weekly.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == (
        "局党组：\n\n    现报送2020年第24周整改周报，请审阅。周报见附件。\n\n局巡视整改办\n2020年6月12日"
    )
    (attached,) = weekly.iter_attachments()
    assert attached.get_filename() == "整改周报2020年第24周.docx"
    assert attached.get_content() == paper()
    assert str(back["Subject"]) == "退改：人事处2020年第24周整改台账"
    (attached,) = back.iter_attachments()
    assert attached.get_filename() == "人事处_退改.xlsx"
    assert attached.get_content_type().endswith("spreadsheetml.sheet")


def test_attachment_names_are_the_pair_that_every_client_reads_unsplit(area: WorkArea) -> None:
    draft = prepare(area, file_week(area), SETTINGS)[0]
    assert draft.path is not None
    lines = draft.path.read_bytes().decode("ascii").split("\r\n")
    name = "=?utf-8?B?5pW05pS55ZGo5oqlMjAyMOW5tOesrDI05ZGoLmRvY3g=?="
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    at = lines.index(f"Content-Type: {kind};")
    assert lines[at + 1] == f' name="{name}"'
    at = lines.index("Content-Disposition: attachment;")
    encoded = "%E6%95%B4%E6%94%B9%E5%91%A8%E6%8A%A52020%E5%B9%B4%E7%AC%AC24%E5%91%A8.docx"
    assert lines[at + 1] == f" filename*=utf-8''{encoded}"
    assert "filename*0" not in draft.path.read_text("ascii")


@pytest.mark.parametrize(
    "name",
    ["人事处_退改.xlsx", "某某省煤矿安全监察局机关后勤服务中心_退改.xlsx", 'a\\b/c:d*e?"f<g>h|\r\ni.docx'],
)
def test_attachment_names_stay_within_one_encoded_word_and_keep_their_ending(name: str) -> None:
    short = letters.attachment_name(name)
    assert len(short.encode()) <= 45
    assert short.endswith(name[-5:])
    assert not set(short) & set('\\/:*?"<>|\r\n')


def test_the_same_week_gives_the_same_drafts_byte_by_byte(area: WorkArea, tmp_path: Path) -> None:
    manifest = file_week(area)
    first, again = (prepare(area, manifest, SETTINGS, tmp_path / name) for name in ("a", "b"))
    assert [d.path.read_bytes() for d in first if d.path] == [d.path.read_bytes() for d in again if d.path]
    assert [d.digest for d in first] == [d.digest for d in again]


def test_a_unit_without_an_address_is_named_and_its_draft_kept(area: WorkArea) -> None:
    manifest = file_week(area, returns={"办公室": paper("a"), "外单位": paper("b")})
    _, known, unknown = prepare(area, manifest, SETTINGS)
    assert known.note == "办公室没有可用的邮箱，请在“配置.xlsx”的“单位”表里补填，或者另行送达"
    assert read_draft(known)["To"] is None
    assert unknown.note.startswith("外单位没有可用的邮箱")
    assert unknown.path is not None


def test_without_recipients_the_weekly_draft_says_where_to_fill_them_in(area: WorkArea) -> None:
    drafts = prepare(area, file_week(area), replace(SETTINGS, recipients=()))
    assert "“收件人”表里没有可用的“周报主送”邮箱" in drafts[0].note
    assert drafts[0].path is not None


def test_what_is_no_address_is_named_and_the_others_still_get_the_letter(area: WorkArea) -> None:
    people = (Recipient("王书记", "wang＠example.gov.cn"), Recipient("李局长", "li at example"))
    draft = prepare(area, file_week(area), replace(SETTINGS, recipients=people))[0]
    assert draft.to == ("wang@example.gov.cn",)
    assert draft.note == "李局长的邮箱写的是“li at example”，不是邮箱地址"


def test_an_address_outside_the_allowed_domains_is_pointed_out(area: WorkArea) -> None:
    people = (Recipient("王书记", "wang@qq.com"),)
    draft = prepare(area, file_week(area), replace(SETTINGS, recipients=people))[0]
    assert draft.note == "收件邮箱不在“允许的收件域名”之内：wang@qq.com"
    assert draft.path is not None


HOSTILE = "人事处\r\nBcc: spy@example.com\r\n\r\n<b>x</b>\u202e"


def test_a_unit_name_cannot_add_a_header(area: WorkArea) -> None:
    units = UnitList((Unit(HOSTILE, mail="renshi@example.gov.cn"),))
    settings = replace(SETTINGS, units=units, office=HOSTILE, bureau=HOSTILE, addressee=HOSTILE)
    people = (Recipient(HOSTILE, "wang@example.gov.cn"),)
    manifest = file_week(area, returns={HOSTILE: paper("a")})
    for draft in prepare(area, manifest, replace(settings, recipients=people)):
        message = read_draft(draft)
        assert message["Bcc"] is None
        assert not message.defects
        assert [str(a) for a in message["To"].addresses] and len(message["To"].addresses) == 1
        assert len(list(message.iter_attachments())) == 1


def test_an_address_with_a_line_break_is_refused(area: WorkArea) -> None:
    people = (Recipient("王书记", "wang@example.gov.cn\r\nBcc: spy@example.com"),)
    draft = prepare(area, file_week(area), replace(SETTINGS, recipients=people))[0]
    assert draft.to == ()
    assert read_draft(draft)["Bcc"] is None


# editions


def kinds(area: WorkArea, manifest: Manifest) -> list[tuple[str, str]]:
    return [(e.kind, e.period) for e in letters.plan_letters(manifest, filed_weeks(area), SETTINGS)]


def test_a_changed_second_edition_is_a_correction(area: WorkArea) -> None:
    file_week(area)
    second = file_week(area, weekly=paper("更正后"), returns={"人事教育处": paper("还有")}, edition=2)
    assert kinds(area, second) == [("周报更正", "2020-W24/2"), ("再次退改", "2020-W24/2")]
    weekly, back = (read_draft(draft) for draft in prepare(area, second, SETTINGS))
    assert str(weekly["Subject"]) == "【更正】××局整改周报（2020年第24周）"
    body = weekly.get_body()
    assert body is not None
    assert "请以这一份为准" in body.get_content()
    (attached,) = weekly.iter_attachments()
    assert attached.get_filename() == "整改周报2020年第24周（更正）.docx"
    assert str(back["Subject"]).startswith("再次退改：")


def test_a_paper_that_did_not_change_is_the_same_letter_as_before(area: WorkArea) -> None:
    file_week(area)
    assert kinds(area, file_week(area, edition=2)) == [("周报", "2020-W24"), ("退改", "2020-W24")]


def test_a_paper_first_made_by_the_second_edition_is_no_correction(area: WorkArea) -> None:
    file_week(area, returns={})
    second = file_week(area, edition=2)
    assert kinds(area, second) == [("周报", "2020-W24"), ("退改", "2020-W24")]


def test_going_back_to_an_earlier_text_is_a_correction_again(area: WorkArea) -> None:
    file_week(area)
    file_week(area, weekly=paper("错"), edition=2)
    assert kinds(area, file_week(area, edition=3))[0] == ("周报更正", "2020-W24/3")
    assert kinds(area, file_week(area, edition=4))[0] == ("周报更正", "2020-W24/3")


# secrecy and tampering


def test_words_about_secrecy_in_a_sentence_are_no_mark() -> None:
    for text in ("开展保守国家秘密教育2次", "机密文件管理制度已修订", "秘密举报渠道"):
        assert letters.secrecy_mark(paper(text)) == ""


def test_a_paper_that_cannot_be_looked_through_counts_as_marked() -> None:
    assert letters.secrecy_mark(b"no zip") == "文件打不开，无法检查密级标志"


def test_a_mark_in_an_inline_string_is_seen_among_numbers() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        cells = '<c><v>5</v></c><c t="inlineStr"><is><t>机密</t></is></c>'
        package.writestr("xl/worksheets/sheet1.xml", f"<sheetData><row>{cells}</row></sheetData>")
    assert letters.secrecy_mark(held.getvalue()) == "机密"


def test_a_paper_altered_in_the_archive_is_not_mailed(area: WorkArea) -> None:
    manifest = file_week(area, returns={})
    (area.archive / manifest.folder / "周报.docx").write_bytes(paper("改过"))
    (draft,) = prepare(area, manifest, SETTINGS)
    assert draft.path is None
    assert "与归档时的登记不一致" in draft.note
