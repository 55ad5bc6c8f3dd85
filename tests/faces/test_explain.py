"""`zgtool explain`: what was understood and why, for one text or a column of them."""

import json
from pathlib import Path

import pytest

from zgtool import cli


def told(argv: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert cli.main([*argv, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_deadline_is_explained_with_day_fineness_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(["explain", "deadline", "6月底前", "--base", "2020-06-05"], capsys)[0]
    assert (found["kind"], found["latest_day"], found["fine_enough"]) == ("month", "2020-06-30", False)
    assert "6月30日" in str(found["reason"])


def test_an_expression_without_a_day_has_null(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(["explain", "deadline", "长期坚持", "--base", "2020-06-05"], capsys)[0]
    assert (found["kind"], found["latest_day"], found["fine_enough"]) == ("longterm", None, False)


def test_a_measure_is_explained_with_the_words_that_decided(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(["explain", "measure", "开展专项检查不少于2次"], capsys)[0]
    assert found["label"] == "quantified"
    assert "2次" in str(found["span"])
    slogan = told(["explain", "measure", "进一步加强组织领导"], capsys)[0]
    assert slogan["label"] == "neither"
    assert slogan["suggestion"]


def test_points_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(["explain", "points", "履责不力。一是学习不深入；二是制度不健全"], capsys)[0]
    assert found["points"] == ["学习不深入", "制度不健全"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_answered_line_by_line_in_its_order(
    tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "时限.csv"
    path.write_text("expression,base_date\n6月底前,2020-06-05\n,2020-06-05\n“七一”前,2020-06-05\n", encoding)
    found = told(["explain", "deadline", "--csv", str(path)], capsys)
    assert [f["expression"] for f in found] == ["6月底前", "", "“七一”前"]
    assert [f["latest_day"] for f in found] == ["2020-06-30", None, "2020-06-30"]


def test_a_blank_line_of_a_one_column_file_keeps_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "措施.csv"
    path.write_text("整改措施\n开展培训2次\n\n加强领导\n", "utf-8")
    found = told(["explain", "measure", "--csv", str(path)], capsys)
    assert [f["label"] for f in found] == ["quantified", "neither", "neither"]


def test_a_csv_without_the_column_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    assert cli.main(["explain", "measure", "--csv", str(path)]) == 2
    assert "没有“measure”这一列" in capsys.readouterr().err


def test_without_json_the_answer_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "deadline", "6月底前", "--base", "2020-06-05"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("“6月底前”：2020-06-30，没有细化到旬。")
