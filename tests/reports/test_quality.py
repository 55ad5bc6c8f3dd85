from zgtool.app.catalogue import KINDS  # noqa: F401  (importing it builds the catalogue)
from zgtool.model.finding import Finding, Location, Severity
from zgtool.model.settings import Settings
from zgtool.model.units import Unit, UnitList
from zgtool.reports.quality import quality_lines, theme_of
from zgtool.rules.registry import RULES

SETTINGS = Settings(units=UnitList(tuple(Unit(f"{n}处") for n in "甲乙丙")))


def found(
    code: str,
    unit: str,
    number: str = "",
    severity: Severity = Severity.WARNING,
    column: str = "",
    row: int = 0,
) -> Finding:
    where = Location(file=f"{unit}.xlsx", unit=unit, number=number, column=column, row=row or None)
    return Finding(code, severity, where, "", "有误", "请改。")


def lines(*findings: Finding) -> tuple[str, ...]:
    return quality_lines(findings, SETTINGS)


def test_nothing_found_says_nothing() -> None:
    assert lines() == ()


def test_units_stand_in_roster_order_with_their_numbers() -> None:
    assert lines(
        found("M201", "丙处", "9-1"), found("M201", "甲处", "1-1"), found("M201", "甲处", "1-2")
    ) == ("措施没有量化、也看不出检验指标的3条：甲处2条、丙处1条。",)


def test_one_unit_is_named_without_a_list() -> None:
    assert lines(found("S101", "乙处", "2-1")) == (
        "申请销号缺少专项报告、佐证材料或领导审查的1条，涉及乙处。",
    )


def test_a_measure_counts_once_in_a_theme_however_many_findings_it_has() -> None:
    assert lines(*(found(code, "乙处", "2-1") for code in ("S101", "S102", "S103"))) == lines(
        found("S101", "乙处", "2-1")
    )


def test_cells_are_counted_one_by_one_and_rows_without_a_number_by_their_place() -> None:
    two_cells = [found("C301", "甲处", "1-1", column=c) for c in ("measure", "deadline")]
    assert lines(*two_cells, found("C301", "乙处", row=7, column="measure"))[0] == (
        "必填栏目空缺或者填法看不明白的3处：甲处2处、乙处1处。"
    )


def test_hints_count_only_where_the_work_plan_asks_for_them() -> None:
    hint = Severity.INFO
    assert lines(found("T101", "甲处", "1-1", hint)) != ()
    assert lines(found("C217", "甲处", "1-1", hint), found("X105", "甲处", "1-1", hint)) == ()


def test_deadlines_that_have_come_and_files_stand_elsewhere() -> None:
    assert lines(found("T201", "甲处", "1-1"), found("F101", "甲处"), found("X111", "甲处", "1-1")) == ()


def test_a_finding_without_a_unit_is_counted_and_not_blamed_on_one() -> None:
    assert lines(found("M102", "", "1-1")) == ("没有明确唯一牵头单位的1条。",)
    assert lines(found("M102", "", "1-1"), found("M102", "甲处", "1-2")) == (
        "没有明确唯一牵头单位的2条：甲处1条、单位待核1条。",
    )


def test_of_many_units_the_ones_with_most_are_named() -> None:
    roster = UnitList(tuple(Unit(f"单位{n}") for n in range(20)))
    findings = [found("M201", f"单位{n}", f"{n}-{i}") for n in range(20) for i in range(3 if n == 19 else 1)]
    (line,) = quality_lines(findings, Settings(units=roster))
    assert line.startswith("措施没有量化、也看不出检验指标的22条，涉及20个单位，较多的是单位0条"[:30])
    assert "单位193条" in line and line.count("、单位") == 13


def test_the_longest_prefix_decides_and_an_unknown_code_is_not_lost() -> None:
    assert theme_of("M102").words != theme_of("M201").words
    assert theme_of("X103").words != theme_of("X108").words
    assert lines(found("Q901", "甲处", "1-1")) == ("其他需要核实的情况1处，涉及甲处。",)


def test_every_rule_has_its_own_words_in_the_weekly_report_or_is_told_elsewhere_in_it() -> None:
    assert [code for code in RULES if "" in theme_of(code).prefixes] == []


def test_a_rule_is_not_told_in_the_words_of_another() -> None:
    words = {
        code: theme_of(code).words
        for code in ("M201", "M103", "T102", "T301", "S101", "S104", "C301", "C307")
    }
    assert len(set(words.values())) == len(words)
    assert all("量化" not in theme_of(code).words for code in RULES if code != "M201")
    assert all("申请销号缺少" not in theme_of(c).words for c in RULES if c not in ("S101", "S102", "S103"))
