"""What a run did, as lines for a person and as one JSON object for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from zgtool.app.result import RunResult
from zgtool.model.finding import Finding, Severity, in_order
from zgtool.model.period import chinese_date
from zgtool.model.settings import WaiverUse
from zgtool.ops.intake import MERGED, severity_counts
from zgtool.ops.summary import LATE, MISSING, ON_TIME, Summary
from zgtool.ops.summary import RETURNED as SENT_BACK
from zgtool.reports.words import waiver_sentence


def told(result: RunResult) -> list[str]:
    """The summary a clerk reads: who reported, the account of rows, what moved, where the papers are."""
    lines = [_headline(result)]
    if result.note:
        lines.append(f"请注意：{result.note}，可在 配置.xlsx 的“节假日”表里录入。")
    if not result.changed:
        lines.append("本周已经办结归档，没有新收到的件，总台账也没有改动；下面是已归档的结果，什么都没有变。")
    lines += _units(result.summary)
    lines += _files(result)
    lines.append(row_sentence(result.summary))
    lines.append(_movement(result.summary))
    lines.append(finding_sentence(result.findings))
    lines += waiver_lines(result.waivers)
    if result.to_do:
        told_ = "，".join(f"{words}{count}条" for words, count in result.to_do.items())
        lines.append(f"请办公室办理：{told_}（在总台账的“销号审核”“回头看”等页里填，送什么见“办理记录”）。")
    for label, path in _outputs(result):
        lines.append(f"{label}：{path}")
    return lines


def _headline(result: RunResult) -> str:
    edition = f"（第{result.edition}次）" if result.edition > 1 else ""
    closes = (
        f"，截止{chinese_date(result.closes.date())}{result.closes:%H:%M}"
        if result.closes
        else "，本周不要求报送"
    )
    foresight = "预演，不改动任何文件：" if result.dry_run else ""
    return f"{foresight}{result.week.label}{edition}{closes}"


def _units(summary: Summary) -> Iterator[str]:
    if not summary.receipts:
        return
    expected = len(summary.receipts)
    arrived = expected - len(summary.fate(MISSING))
    yield f"报送：应报{expected}个单位，收到{arrived}个。"
    for fate, word in ((ON_TIME, "按时"), (LATE, "迟报"), (SENT_BACK, "退回修改"), (MISSING, "未报")):
        named = summary.fate(fate)
        if named:
            yield f"  {word}{len(named)}个：{'、'.join(r.unit for r in named)}"


def _files(result: RunResult) -> Iterator[str]:
    for file in result.files:
        if file.fate == MERGED:
            continue
        yield f"  文件“{file.name}”{file.fate}：{file.reason}"


def row_sentence(summary: Summary) -> str:
    """读到几行 = 并入 + 退回 + 略过; the sum is checked where it is counted."""
    rows = summary.rows
    return f"行数：读到{rows.read}行 = 并入{rows.merged}行 + 退回{rows.returned}行 + 略过{rows.skipped}行。"


def _movement(summary: Summary) -> str:
    overall = summary.overall
    return (
        f"台账：共{overall.total}项措施，已销号{overall.closed}项，超期{overall.overdue}项，临期{overall.due_soon}项；"
        f"本周新增{len(summary.added)}项，有进展{len(summary.moved)}项，申请销号{len(summary.requested)}项，"
        f"销号{len(summary.closed)}项。"
    )


def finding_sentence(findings: Iterable[Finding]) -> str:
    """How many findings of each severity there are."""
    counts = severity_counts(tuple(findings))
    if not any(counts.values()):
        return "校验：没有发现问题。"
    return "校验：" + "，".join(f"{s.value}{n}条" for s, n in counts.items() if n) + "，详见校验结果。"


def waiver_lines(waivers: Sequence[WaiverUse]) -> list[str]:
    """The waivers in force and what each kept off the list; those that have run out are named."""
    if not waivers:
        return []
    kept = sum(len(use.findings) for use in waivers)
    valid = sum(use.in_force for use in waivers)
    lines = [f"豁免：{valid}项生效，{kept}条因此没有列为问题。"]
    for use in waivers:
        state = f"{len(use.findings)}条" if use.in_force else "已到期，不再起作用"
        lines.append(f"  {waiver_sentence(use.waiver)}：{state}")
    return lines


def _outputs(result: RunResult) -> Iterator[tuple[str, Any]]:
    names = {
        "ledger": "总台账",
        "weekly": "周报",
        "findings": "校验结果",
        "chart": "作战图",
        "page": "作战图网页",
    }
    for kind, label in names.items():
        if kind in result.outputs:
            yield label, result.outputs[kind]
    returns = [path for kind, path in result.outputs.items() if kind.startswith("return:")]
    if returns:
        yield f"退改单（{len(returns)}个单位）", returns[0].parent


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """One line a finding, the gravest first."""
    return [str(f) for f in in_order(findings)]


def grouped_lines(
    findings: Iterable[Finding], titles: Mapping[str, str], *, by_rule: bool = False
) -> list[str]:
    """The findings under their units, or under their rules, each group with its counts; counts of all on top.

    Groups stand in the order of `findings`, rules in that of their codes.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code if by_rule else finding.where.unit, []).append(finding)
    lines = []
    for key in sorted(groups) if by_rule else groups:
        name = f"{key} {titles.get(key, '')}" if by_rule else key or "（不属于某个单位）"
        counts = "，".join(f"{s.value}{n}条" for s, n in severity_counts(groups[key]).items() if n)
        lines += ["", f"{name}：{counts}", *(f"  {f}" for f in in_order(groups[key]))]
    return lines


def result_json(result: RunResult) -> dict[str, Any]:
    """The run as plain data: the figures of `told`, findings included."""
    summary, counts = result.summary, severity_counts(result.findings)
    outputs = {kind: str(path) for kind, path in result.outputs.items() if not kind.startswith("return:")}
    returns = {
        kind.removeprefix("return:"): str(p)
        for kind, p in result.outputs.items()
        if kind.startswith("return:")
    }
    if "weekly" in result.outputs:
        outputs["folder"] = str(result.outputs["weekly"].parent)
    return {
        "week": str(result.week),
        "edition": result.edition,
        "changed": result.changed,
        "dry_run": result.dry_run,
        "closes": result.closes.isoformat() if result.closes else None,
        "received": [r.unit for r in summary.receipts if r.fate != MISSING],
        "late": [r.unit for r in summary.receipts if r.late],
        "missing": [r.unit for r in summary.fate(MISSING)],
        "returned": [r.unit for r in summary.fate(SENT_BACK)],
        "rows": {
            "read": summary.rows.read,
            "merged": summary.rows.merged,
            "returned": summary.rows.returned,
            "skipped": summary.rows.skipped,
        },
        "measures": summary.overall.total,
        "new": len(summary.added),
        "moved": len(summary.moved),
        "requested": len(summary.requested),
        "closed": len(summary.closed),
        "overdue": summary.overall.overdue,
        "due_soon": summary.overall.due_soon,
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "infos": counts[Severity.INFO],
        "files": [{"name": f.name, "fate": f.fate, "unit": f.unit, "reason": f.reason} for f in result.files],
        "findings": [finding_json(f) for f in in_order(result.findings)],
        "waivers": [waiver_json(use) for use in result.waivers],
        "to_do": dict(result.to_do),
        "outputs": outputs,
        "returns": returns,
        "message": "\n".join(told(result)),
    }


def waiver_json(use: WaiverUse) -> dict[str, Any]:
    """One waiver as plain data, with the findings it kept off the list; days as 2020-06-12 or null."""
    w = use.waiver
    return {
        "code": w.code,
        "unit": w.unit,
        "number": w.number,
        "by": w.by,
        "on": w.on.isoformat() if w.on else None,
        "why": w.why,
        "until": w.until.isoformat() if w.until else None,
        "in_force": use.in_force,
        "findings": [finding_json(f) for f in use.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as plain data; what is not known is an empty string or null."""
    w = finding.where
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "unit": w.unit,
        "file": w.file,
        "sheet": w.sheet,
        "row": w.row,
        "cell": w.cell,
        "column": w.column,
        "number": w.number,
        "found": finding.found,
        "message": finding.message,
        "fix": finding.fix,
    }
