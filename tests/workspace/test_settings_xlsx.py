"""配置.xlsx as we write it: read back it gives the same settings."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from zgtool.model.columns import LEDGER
from zgtool.model.finding import Severity
from zgtool.model.period import ReportWeek
from zgtool.model.settings import (
    BASIC,
    HOLIDAY_POLICIES,
    UPWARD_ROWS,
    WORD_USES,
    Recipient,
    Settings,
    UpwardColumn,
    Waiver,
)
from zgtool.model.text import clean, fold
from zgtool.model.units import Unit, UnitList
from zgtool.workspace.layout import TEMPLATES
from zgtool.workspace.settings import read_settings
from zgtool.workspace.settings_sheet import NOTE
from zgtool.workspace.settings_tables import FORMS
from zgtool.writing.settings_xlsx import TABS, write_settings

TRICKY = ["=1+1", "+86 10", "-", "@甲", "3-2", "1.10", "007", "12:00", "2020-06-12", "<r>粗</r>", "_x0041_",
          "http://a.cn", "TRUE", "#N/A", "'引", "（一）", "a&b<c>", "局\u3000办", "𠮷"]  # fmt: skip
words = (
    st.sampled_from(TRICKY) | st.text("甲乙丙丁局处科室（）·abcXYZ019 -=", min_size=1, max_size=8)
).filter(lambda t: bool(fold(t)) and clean(t) == t)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
maybe_day = st.none() | days
mails = st.from_regex(r"[a-zA-Z][a-z0-9.]{0,8}[a-z0-9]@[a-z]{1,6}(\.gov)?\.cn", fullmatch=True).filter(
    lambda m: ".." not in m
)
texts = words.filter(lambda t: not t.startswith("#"))
weeks = days.map(ReportWeek.of)
codes = st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True)


@st.composite
def rosters(draw: st.DrawFn) -> UnitList:
    names = draw(st.lists(words, max_size=8, unique_by=fold))
    units = []
    while names:
        name, short, former = names.pop(), names[-1:], names[-2:-1]
        names = names[: len(names) - len(short) - len(former)]
        person, mail = st.just("") | words, st.just("") | mails
        units.append(Unit(name, tuple(short), tuple(former), draw(person), draw(person), draw(mail)))
    return UnitList(tuple(units))


@st.composite
def all_settings(draw: st.DrawFn) -> Settings:
    units = draw(rosters())
    unit_names = st.just("") | (st.sampled_from([u.name for u in units]) if len(units) else st.just("未列入"))
    waiver = st.builds(Waiver, codes, unit_names, st.just("") | words, words, days, words, maybe_day)
    recipient = st.builds(Recipient, words, mails, st.sampled_from(["周报主送", "周报抄送"]))
    close = st.tuples(weeks, st.integers(0, 20), st.times().map(lambda t: t.replace(microsecond=0)))
    column = st.builds(UpwardColumn, words, st.sampled_from([c.heading for c in LEDGER])) | st.builds(
        UpwardColumn, words, constant=words
    )
    closes = draw(st.lists(close, max_size=3, unique_by=lambda c: str(c[0])))
    return Settings(
        bureau=draw(texts), office=draw(texts), addressee=draw(texts), inspection=draw(texts),
        feedback_day=draw(maybe_day), plan_day=draw(maybe_day), meeting_day=draw(maybe_day),
        phase_end=draw(maybe_day), first_friday=draw(maybe_day),
        close_time=draw(st.times().map(lambda t: t.replace(microsecond=0))),
        holiday_policy=draw(st.sampled_from(HOLIDAY_POLICIES)),
        remind_days=draw(st.lists(st.integers(0, 365), min_size=1, max_size=4, unique=True).map(tuple)),
        month_end_is_fine=draw(st.booleans()), weekly_template=draw(st.sampled_from(["", "周报（新）.docx"])),
        title_font=draw(texts), mail_allowed=draw(st.booleans()), mail_from=draw(st.just("") | mails),
        mail_server=draw(st.sampled_from(["", "mail.example.gov.cn", "10.0.0.1"])),
        ladder_days=draw(st.lists(st.integers(0, 365), min_size=1, max_size=4, unique=True).map(tuple)),
        still_weeks=draw(st.integers(0, 9)), draw_share=draw(st.integers(0, 100)), draw_seed=draw(st.just("") | texts),
        look_back_months=draw(st.lists(st.integers(1, 24), min_size=1, max_size=3, unique=True).map(tuple)),
        mail_port=draw(st.integers(1, 65535)), mail_user=draw(st.just("") | texts),
        mail_ca=draw(st.just("") | texts),
        mail_domains=draw(st.sampled_from([(), ("a.cn",), ("a.gov.cn", "b.cn")])), units=units,
        headings=draw(st.dictionaries(words, st.sampled_from([c.heading for c in LEDGER]), max_size=3)
                      .filter(lambda d: len({fold(k) for k in d}) == len(d))),
        workdays=draw(st.dictionaries(days, st.booleans(), max_size=4)),
        closes={str(w): datetime.combine(date.fromordinal(w.monday.toordinal() + n), t) for w, n, t in closes
                if w.monday.year >= 2000 and w.monday.toordinal() + n <= date(2099, 12, 31).toordinal()},
        severities=draw(st.dictionaries(codes, st.sampled_from([*Severity, None]), max_size=3)),
        words={w: draw(st.sampled_from(WORD_USES)) for w in draw(st.lists(words, max_size=3, unique_by=fold))},
        upward_form=draw(st.sampled_from(["", "上级表.xlsx"])), upward_rows=draw(st.sampled_from(UPWARD_ROWS)),
        upward=tuple(draw(st.lists(column, max_size=3, unique_by=lambda c: fold(c.theirs)))),
        waivers=tuple(draw(st.lists(waiver, max_size=3))),
        recipients=tuple(draw(st.lists(recipient, max_size=3, unique_by=lambda r: (r.mail.lower(), r.role)))),
    )  # fmt: skip


@budget(max_examples=25, deadline=None)
@given(all_settings())
def test_settings_are_read_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, wanted: Settings
) -> None:
    target = tmp_path_factory.mktemp("s") / "配置.xlsx"
    write_settings(target, wanted)
    found, findings, _ = read_settings(target.read_bytes(), "配置.xlsx")
    assert findings == ()
    assert found == wanted


def test_a_blank_form_gives_the_defaults_and_no_findings(tmp_path: Path) -> None:
    write_settings(tmp_path / "a.xlsx")
    found, findings, sources = read_settings((tmp_path / "a.xlsx").read_bytes(), "配置.xlsx")
    assert (found, findings) == (Settings(), ())
    assert sources["bureau"] == "默认"
    assert sources["close_time"].startswith("配置.xlsx 基本!B")


def test_the_template_in_the_tree_is_what_we_write(tmp_path: Path) -> None:
    write_settings(tmp_path / "a.xlsx")
    made, kept = (_parts(p.read_bytes()) for p in (tmp_path / "a.xlsx", TEMPLATES / "配置.xlsx"))
    assert made == kept, "run write_settings(TEMPLATES / '配置.xlsx') and look at the result"


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist()}


def test_two_writings_give_the_same_bytes(tmp_path: Path) -> None:
    write_settings(tmp_path / "a.xlsx")
    write_settings(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_writer_and_reader_know_the_same_sheets_and_headings() -> None:
    written = {tab.name: tuple(f.heading for f in tab.fields) for tab in TABS}
    assert written == {form.sheet: (*form.headings, NOTE) for form in FORMS}
    noted = {t.name: tuple(f.heading for f in t.fields if f.note.startswith("必填")) for t in TABS}
    assert noted == {form.sheet: form.required for form in FORMS}


def test_every_setting_has_its_line_its_note_and_its_limits(tmp_path: Path) -> None:
    write_settings(tmp_path / "a.xlsx", Settings(close_time=time(11)))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["基本"]
    lines = {row[0].value: row for row in sheet.iter_rows(min_row=4) if row[2].value}
    assert list(lines) == [e.label for e in BASIC]
    assert all(lines[e.label][2].value == e.note for e in BASIC)
    limited = {str(v.sqref): v.type for v in sheet.data_validations.dataValidation}
    kinds = {"date": "date", "time": "time", "yes_no": "list", "choice": "list", "int": "whole"}
    for entry in BASIC:
        assert limited.get(lines[entry.label][1].coordinate) == kinds.get(entry.kind), entry.label


def test_drop_downs_are_short_enough_for_excel_and_the_long_one_stands_on_a_hidden_sheet(
    tmp_path: Path,
) -> None:
    write_settings(tmp_path / "a.xlsx")
    made = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [c.value for c in made["选项"]["A"]] == [c.heading for c in LEDGER]
    assert made["选项"].sheet_state == "hidden"
    sources = {s.title: [str(v.formula1) for v in s.data_validations.dataValidation] for s in made}
    assert sources["列名对照"] == [f"'选项'!$A$1:$A${len(LEDGER)}"]
    assert sources["上报对照"] == sources["列名对照"]
    assert sources["豁免"] == ["'单位'!$A$4:$A$1000"]
    assert all(len(s) <= 255 for of in sources.values() for s in of)
    assert all(made[t.name].cell(3, n + 1).comment for t in TABS for n in range(len(t.fields)))


def test_texts_stay_texts(tmp_path: Path) -> None:
    units = UnitList(tuple(Unit(name) for name in TRICKY))
    write_settings(tmp_path / "a.xlsx", Settings(units=units))
    parts = _parts((tmp_path / "a.xlsx").read_bytes())
    sheets = b"".join(
        data for name, data in parts.items() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)
    )
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_settings(tmp_path / "nowhere" / "a.xlsx")
    assert list(tmp_path.iterdir()) == []
