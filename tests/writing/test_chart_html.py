"""作战图.html: self-contained, inert towards what units type, small, and worked like a person would in Chromium."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.ops.test_wallchart import LEDGER, SETTINGS, TODAY, chart
from zgtool.model.ledger import Ledger
from zgtool.model.office_sheets import RECORD, Line
from zgtool.model.period import ReportWeek
from zgtool.ops.diff import diff_ledgers
from zgtool.writing.chart_html import MOST_BYTES, page, write_page
from zgtool.writing.ledger_content import LedgerContent

pytestmark = pytest.mark.slow  # a browser

NASTY = '</script><script>document.title="破"</script><img src=x onerror=alert(1)>&amp;\u2028" onclick="x'


def made(ledger: Ledger = LEDGER) -> bytes:
    before = Ledger(tuple(r.but({"progress": ""}) for r in ledger.rows), ledger.layout)
    content = LedgerContent(ledger, SETTINGS, TODAY, week=ReportWeek(2020, 24))
    return page(chart(ledger, diff=diff_ledgers(before, ledger)), content)


def nasty() -> Ledger:
    keys = ("measure", "problem", "lead_unit", "leader", "progress", "deadline", "horizon", "number")
    return replace(LEDGER, rows=(LEDGER.rows[0].but(dict.fromkeys(keys, NASTY)), *LEDGER.rows[1:]))


def data_of(content: bytes) -> Any:
    return json.loads(re.search(rb'id="data">(.*?)</script>', content, re.S)[1])  # type: ignore[index]


def test_nothing_outside_the_file_is_named_or_allowed() -> None:
    text = made().decode()
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<link|<img|<iframe|src=", text)
    assert "default-src 'none'" in text
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(", text)


def test_only_the_page_s_own_script_and_style_may_run() -> None:
    text = made().decode()
    for kind, tag in (("script", "<script>"), ("style", "<style>")):
        own = text.split(tag)[1].split(f"</{kind}>")[0]
        mark = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{mark}'" in text


def test_what_a_unit_typed_neither_ends_the_data_nor_becomes_markup() -> None:
    content = made(nasty())
    assert content.count(b"<script") == 2
    assert b"<img" not in content
    assert data_of(content)["items"][0]["measure"].startswith("</script><script>")


def test_the_same_chart_gives_the_same_bytes(tmp_path: Path) -> None:
    content = LedgerContent(LEDGER, SETTINGS, TODAY, week=ReportWeek(2020, 24))
    for name in ("甲.html", "乙.html"):
        write_page(tmp_path / name, chart(), content)
    assert (tmp_path / "甲.html").read_bytes() == (tmp_path / "乙.html").read_bytes()


def thousand() -> Ledger:
    """A thousand wordy measures, each with a long record."""
    rows = [
        LEDGER.rows[n % 3].but(
            {"number": f"{n // 4 + 1}-{n % 4 + 1}", "problem": f"问题{n // 4}原文" * 25, "measure": f"第{n}条措施" * 9,
             "target": f"量化标准{n}" * 5, "progress": f"本周进展{n}写明了" * 10, "evidence": f"佐证材料{n}" * 5,
             "lead_unit": ("办公室", "人事处", "财务处")[n % 3]}
        )
        for n in range(1000)
    ]  # fmt: skip
    record = tuple(
        Line(
            {"week": f"2020-W{w}", "number": row.number, "old": "挂号", "new": "整改中", "basis": "依据" * 30}
        )
        for row in rows
        for w in range(10, 24)
    )
    return Ledger(tuple(rows), LEDGER.layout, sheets={RECORD.name: record})


def test_a_thousand_items_stay_within_two_megabytes_and_all_are_there() -> None:
    content = made(thousand())
    assert len(content) <= MOST_BYTES
    found = data_of(content)
    assert len(found["items"]) == 1000
    assert {len(i["life"]) for i in found["items"]} == {3}


# --- in the browser ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip(
        "playwright.sync_api", reason="没有安装 playwright，作战图网页没有在浏览器里试"
    )
    own = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync.sync_playwright() as play:
        try:
            made = play.chromium.launch(executable_path=own, args=["--no-sandbox"])
        except sync.Error as error:
            pytest.skip(f"没有可用的 Chromium，作战图网页没有在浏览器里试（{str(error).splitlines()[0]}）")
        yield made
        made.close()


@pytest.fixture
def at(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a ledger's page; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(ledger: Ledger = LEDGER, **size: int) -> Any:
        (tmp_path / "作战图.html").write_bytes(made(ledger))
        context = browser.new_context(
            viewport={"width": size.get("width", 1400), "height": 900}, offline=True
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        tab.on("pageerror", lambda e: complaints.append(str(e)))
        tab.on("request", lambda r: complaints.append(r.url) if not r.url.startswith("file:") else None)
        tab.goto((tmp_path / "作战图.html").as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def shown(tab: Any) -> list[str]:
    return [b.inner_text() for b in tab.query_selector_all(".open b")]


def test_the_page_shows_every_item_under_its_group(at: Any) -> None:
    tab = at()
    assert tab.title() == tab.inner_text("h1")
    assert shown(tab) == ["1-2", "2-1", "3-2", "1-1", "2-1", "3-1"]
    assert tab.inner_text("#count") == "显示5条，共5条。"
    assert tab.inner_text(".band >> nth=0").startswith("办公室　措施3条")


@pytest.mark.parametrize(
    ("filter_id", "value", "expected"),
    [
        ("unit", "人事处", ["1-1", "2-1"]),
        ("leader", "李卫东", ["2-1"]),
        ("light", "0", ["1-1"]),
        ("type", "未明确", ["1-1", "1-2", "2-1", "3-1", "3-2"]),
    ],
)
def test_filters_leave_what_they_name(at: Any, filter_id: str, value: str, expected: list[str]) -> None:
    tab = at()
    tab.select_option(f"#{filter_id}", value)
    assert sorted(set(shown(tab))) == expected
    tab.click("button[type=reset]")
    tab.locator("#count", has_text="显示5条").wait_for()


def test_words_and_changes_filter_and_nothing_found_is_said(at: Any) -> None:
    tab = at()
    tab.fill("#word", "清退")
    assert shown(tab) == ["3-1"]
    tab.fill("#word", "没有这样的字")
    assert tab.inner_text(".none") == "没有符合条件的措施，请放宽筛选。"
    tab.fill("#word", "")
    tab.check("#moved")
    assert shown(tab) == ["1-1"]


def test_grouping_by_leader_and_the_tiles_work(at: Any) -> None:
    tab = at()
    tab.select_option("#by", "leader")
    assert [b.inner_text().split("　")[0] for b in tab.query_selector_all(".band")] == [
        "王建国",
        "李卫东",
        "未明确",
    ]
    tab.click("#tiles button >> nth=0")
    assert (shown(tab), tab.get_attribute("#tiles button >> nth=0", "aria-pressed")) == (["1-1"], "true")


def test_a_click_opens_the_life_of_an_item_and_escape_gives_the_focus_back(at: Any) -> None:
    tab = at()
    tab.click(".open >> nth=3")
    card = tab.inner_text("#card")
    assert (
        "建立台账" in card
        and "经过" in card
        and "2020-05-25 挂号".replace(" ", "") in card.replace(" ", "").replace("\n", "")
    )
    assert "第4行" in card
    tab.keyboard.press("Escape")
    assert not tab.is_visible("#card")
    assert tab.evaluate("document.activeElement.className") == "open"


def test_the_keyboard_alone_reaches_everything(at: Any) -> None:
    tab = at()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.focus(".open >> nth=0")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    assert tab.is_visible("#card")
    assert tab.evaluate("document.activeElement.id") == "shut"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.querySelector('b').textContent") == "2-1"


def test_a_screen_reader_hears_names_states_and_bars(at: Any) -> None:
    tab = at()
    unnamed = tab.evaluate(
        "[...document.querySelectorAll('button,select,input')].filter(e=>!(e.textContent.trim()||e.labels?.length||e.getAttribute('aria-label'))).length"
    )
    assert unnamed == 0
    assert tab.get_attribute("html", "lang") == "zh-CN"
    assert tab.get_attribute("#count", "aria-live") == "polite"
    assert tab.evaluate("document.querySelector('.track .sr').textContent") == "2020年6月上旬至2020年6月中旬"
    assert tab.evaluate("document.querySelector('table caption').textContent").startswith("作战图")


def test_words_on_coloured_ground_can_be_read(at: Any) -> None:
    """Contrast of at least 4.5 : 1 (WCAG 2.1, 1.4.3) for tiles, lamps and flags."""
    lowest = at().evaluate(
        """() => {
        const lum = c => { const v = c.match(/[\\d.]+/g).slice(0,3).map(x => { x/=255; return x<=.03928 ? x/12.92 : ((x+.055)/1.055)**2.4 });
          return .2126*v[0]+.7152*v[1]+.0722*v[2] };
        return Math.min(...[...document.querySelectorAll('#tiles button,.lamp,.flag')].map(e => { const s = getComputedStyle(e);
          const a = lum(s.color), b = lum(s.backgroundColor); return (Math.max(a,b)+.05)/(Math.min(a,b)+.05) })) }"""
    )
    assert lowest >= 4.5


@pytest.mark.slow
def test_a_phone_needs_no_sideways_scrolling(at: Any) -> None:
    tab = at(thousand(), width=390)
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert tab.is_visible(".open >> nth=0")


def test_the_meeting_room_s_button_makes_everything_larger(at: Any) -> None:
    tab = at()
    before = tab.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    tab.click("#big")
    assert tab.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 1.3 * before
    assert tab.get_attribute("#big", "aria-pressed") == "true"


def test_what_a_unit_typed_is_shown_as_it_was_typed(at: Any) -> None:
    tab = at(nasty())
    assert "破" not in tab.title()
    assert any(b.inner_text().startswith("</script><script>") for b in tab.query_selector_all(".open span"))
    assert tab.query_selector("#board img") is None
