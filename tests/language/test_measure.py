"""Measures: quantified, visible indicator or neither, and why."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgtool.language.measure import DEFAULT, NEITHER, QUANTIFIED, VISIBLE, classify_measure
from zgtool.language.numerals import to_chinese, to_decimal, to_int

HERE = Path(__file__).parent
OWN = HERE / "data" / "measure_cases.csv"
SHARED = HERE.parents[2] / "shared" / "data" / "measures.csv"


def cases(path: Path) -> list[tuple[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["measure"], row["label"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("measure", "label"), cases(OWN))
def test_our_own_cases_are_read_right(measure: str, label: str) -> None:
    assert classify_measure(measure).label == label


@pytest.mark.skipif(not SHARED.exists(), reason=f"公用样例不在这台机器上：{SHARED}")
def test_shared_cases_are_all_read_right() -> None:
    wrong = [(m, label) for m, label in cases(SHARED) if classify_measure(m).label != label]
    assert cases(SHARED) and not wrong


def test_there_are_hundreds_of_own_cases_of_every_label() -> None:
    labels = [label for _, label in cases(OWN)]
    assert min(labels.count(x) for x in (QUANTIFIED, VISIBLE, NEITHER)) >= 150


WIDE = str.maketrans("0123456789%,;:()", "０１２３４５６７８９％，；：（）")
any_case = st.sampled_from(cases(OWN))


@given(any_case)
def test_width_changes_nothing(case: tuple[str, str]) -> None:
    assert classify_measure(case[0].translate(WIDE)).label == case[1]


@given(any_case, st.sampled_from([" ", "\u3000", "\t", "\u200b", "\u00a0"]), st.integers(0, 80))
def test_blanks_change_nothing(case: tuple[str, str], blank: str, place: int) -> None:
    text = case[0][:place] + blank + case[0][place:]
    assert classify_measure(text).label == case[1]


@given(any_case, st.sampled_from(["", "。", "。 ", "\n"]))
def test_the_closing_stop_changes_nothing(case: tuple[str, str], stop: str) -> None:
    assert classify_measure(case[0].rstrip("。") + stop).label == case[1]


@given(
    st.integers(2, 9999),
    st.sampled_from(
        [
            "召开专题会议{}次。",
            "清理借用人员不少于{}名。",
            "将时限压缩至{}个工作日以内。",
            "合格率达到百分之{}。",
            "收缴罚款{}万元。",
        ]
    ),
)
def test_numerals_change_nothing(number: int, pattern: str) -> None:
    figures, words = (classify_measure(pattern.format(n)) for n in (str(number), to_chinese(number)))
    assert figures.label == words.label == QUANTIFIED
    assert figures.target and words.target
    assert (figures.target.number, figures.target.unit) == (words.target.number, words.target.unit)


SLOGAN_HEAD = st.sampled_from(
    [
        "进一步加强",
        "进一步强化",
        "进一步规范",
        "统一思想认识、加强",
        "一以贯之抓好",
        "始终如一推进",
        "一体推进",
        "坚持一手抓业务、一手抓",
        "一如既往深化",
        "一级抓一级地压实",
        "把牢第一责任、提高",
        "一心一意做好",
        "全面一体加强",
    ]
)
SLOGAN_TAIL = st.sampled_from(
    [
        "党风廉政建设。",
        "一线执法队伍建设。",
        "三支队伍建设。",
        "“一岗双责”落实。",
        "“三会一课”质量。",
        "干部管理，营造一流氛围。",
        "各项工作，提升一体化水平。",
        "对一把手的监督。",
        "作风建设，一刻不停。",
        "对12个分局的领导。",
    ]
)


@given(SLOGAN_HEAD, SLOGAN_TAIL)
def test_a_slogan_with_a_numeral_is_never_quantified(head: str, tail: str) -> None:
    assert classify_measure(head + tail).label == NEITHER


@given(
    st.lists(
        st.sampled_from(
            [*DEFAULT.vague, *(t for t in DEFAULT.terms if "清单" not in t), "，", "工作", "队伍", "思想"]
        ),
        min_size=1,
        max_size=12,
    )
)
def test_vague_words_and_terms_alone_are_never_quantified(parts: list[str]) -> None:
    assert classify_measure("，".join(parts)).label != QUANTIFIED


@given(st.text(max_size=300))
def test_any_text_is_read_and_always_says_why(text: str) -> None:
    got = classify_measure(text)
    assert got.reason
    assert (got.label == NEITHER) == bool(got.suggestion)
    assert got.start == -1 or text[got.start : got.start + len(got.span)] == got.span


@pytest.mark.parametrize(
    "text",
    [
        "一" * 5000,
        "会议纪要" * 8000,
        "针对" * 2500,
        "将" + "建立" * 2500,
        "《" * 5000,
        "1" * 5000,
        "每月" * 2500,
        "由从" * 2500,
        "公示在" * 1700,
    ],
)
def test_long_odd_texts_are_read_quickly(text: str) -> None:
    import time

    started = time.perf_counter()
    classify_measure(text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("收 缴 罚 款 ８ 万元。", "８ 万元"),
        ("出台《公务接待管理办法》。", "《公务接待管理办法》"),
        ("每 月 召开例会。", "每 月"),
        ("针对12个问题，加强管理。", "针对12个问题"),
        ("依据《煤矿安全监察条例》第十五条执法。", "第十五条"),
    ],
)
def test_the_span_is_the_words_as_written(text: str, span: str) -> None:
    got = classify_measure(text)
    assert got.span == span
    assert text[got.start : got.start + len(span)] == span


@pytest.mark.parametrize(
    ("text", "number", "unit", "direction", "baseline"),
    [
        ("将合格率由82%提高到95%以上。", "95", "%", "≥", "82"),
        ("将不规范支部由7个压减为0。", "0", "个", "≤", "7"),
        ("公务用车由十六辆压减为九辆。", "9", "辆", "≤", "16"),
        ("清退补助3.2万元。", "32000", "元", "=", None),
        ("罚款到位不少于1,200元。", "1200", "元", "≥", None),
        ("办理时限压缩至15个工作日以内。", "15", "工作日", "≤", None),
        ("满意率不低于百分之九十五。", "95", "%", "≥", None),
        ("经费下降一成以上。", "10", "%", "≥", None),
        ("精简三分之一的会议。", "33.33", "%", "≥", None),
        ("违规占用的房屋全部腾退。", "100", "%", "=", None),
        ("信访积案清零。", "0", "", "=", None),
        ("会议数量减半。", "50", "%", "≥", None),
        ("开展检查2至3次。", "2", "次", "≥", None),
        ("师徒比例达到1:2。", "0.5", "比", "≥", None),
        ("死亡率控制在0.05以下。", "0.05", "", "≤", None),
    ],
)
def test_the_target_is_parsed(
    text: str, number: str, unit: str, direction: str, baseline: str | None
) -> None:
    target = classify_measure(text).target
    assert target is not None
    assert (target.number, target.unit, target.direction) == (Decimal(number), unit, direction)
    assert target.baseline == (None if baseline is None else Decimal(baseline))


def test_a_change_and_a_frequency_are_marked() -> None:
    assert classify_measure("经费下降20%。").target.change == "降"  # type: ignore[union-attr]
    assert classify_measure("每季度通报进展。").target.per == "季度"  # type: ignore[union-attr]


def test_every_figure_of_a_measure_is_kept() -> None:
    got = classify_measure("培训3期、120人次，参训率不低于95%。")
    assert [(t.number, t.unit) for t in got.targets] == [
        (Decimal(3), "期"),
        (Decimal(120), "人次"),
        (Decimal(95), "%"),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("组织党员干部集中学习培训。", "参训率"),
        ("召开党组会专题研究部署。", "会议纪要"),
        ("完善相关制度。", "《"),
        ("严肃财经纪律，规范报销。", "金额"),
        ("加大对矿井的监督检查。", "隐患"),
        ("加强年轻干部配备。", "人数"),
        ("加强正面宣传。", "公示栏"),
        ("对相关人员批评教育。", "处分决定"),
        ("提高执行力，取得实效。", "哪一件事"),
    ],
)
def test_the_suggestion_fits_the_kind_of_act(text: str, word: str) -> None:
    got = classify_measure(text)
    assert got.label == NEITHER
    assert word in got.suggestion


def test_reasons_name_what_was_taken_for_no_target() -> None:
    assert "所述问题" in classify_measure("针对文书合格率仅为82%的问题，提高质量。").reason
    assert "文号" in classify_measure("按照国办发〔2019〕22号文件规范工作。").reason
    assert "“进一步”说不清" in classify_measure("进一步加强领导。").reason
    assert "依据" in classify_measure("组织学习《问责条例》。").reason


def test_the_target_and_indicator_cells_count() -> None:
    assert classify_measure("加强学习。", target="全年不少于12次").source == "target"
    seen = classify_measure("加强学习。", indicator="签到表、学习笔记")
    assert (seen.label, seen.source) == (VISIBLE, "indicator")
    assert classify_measure("加强学习。", target="进一步提高", indicator="有效").label == NEITHER
    assert classify_measure("开展培训2次。", indicator="签到表").source == "text"


def test_an_office_may_add_its_own_words() -> None:
    text = "开展“四下基层”活动，推广三晒工作法。"
    more = DEFAULT.extended(terms=("三晒工作法",), vague=("推广",), records=("民情日记",))
    assert classify_measure(text, words=more).label == NEITHER
    assert classify_measure("留存民情日记。").label == NEITHER
    assert classify_measure("留存民情日记。", words=more).label == VISIBLE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百二十三", "123"),
        ("两万三", "23000"),
        ("二〇二〇", "2020"),
        ("3.2万", "32000"),
        ("１,２００", "1200"),
        ("一亿零三百", "100000300"),
        ("九点五", "9.5"),
        ("半", "0.5"),
        ("十", "10"),
        ("贰拾", "20"),
    ],
)
def test_numerals_are_read(text: str, number: str) -> None:
    assert to_decimal(text) == Decimal(number)


@given(st.integers(0, 99_999))
def test_chinese_numerals_read_back_to_themselves(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize("text", ["", "进", "第一", "一二三个", "1.2.3", "点五", "九点"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert to_decimal(text) is None
