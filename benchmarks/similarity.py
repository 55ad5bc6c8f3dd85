"""100,000 progress texts against their last 3 weeks and across units: the time, and planted copies found.

Run: PYTHONPATH=. python benchmarks/similarity.py [number of texts]
"""

from __future__ import annotations

import random
import sys
import time

from zgtool.language.copies import Entry, find_copies
from zgtool.language.similarity import repeated_over_weeks

LIMIT_SECONDS = 30.0
ACTS = [
    "召开",
    "修订",
    "清退",
    "培训",
    "检查",
    "梳理",
    "印发",
    "核查",
    "公示",
    "约谈",
    "整理",
    "调研",
    "排查",
    "轮岗",
    "签订",
    "上报",
    "走访",
    "审计",
    "登记",
    "宣讲",
]
THINGS = [
    "党费收缴台账",
    "固定资产账目",
    "差旅费报销单据",
    "执法文书",
    "组织生活会记录",
    "干部档案",
    "公务用车派车单",
    "信访积案",
    "瓦斯治理方案",
    "采购合同",
    "办公用房",
    "会议费",
    "津补贴",
    "议事规则",
    "廉政风险点",
    "安全监控系统",
    "培训计划",
    "应急预案",
    "举报线索",
    "整改责任书",
]
PLACES = [
    "监察一处",
    "监察二处",
    "办公室",
    "人事处",
    "财务处",
    "规划科技处",
    "机关党委",
    "事故调查处",
    "执法监督处",
    "信息中心",
    "太原分局",
    "大同分局",
    "阳泉分局",
    "长治分局",
    "晋城分局",
    "临汾分局",
]
TAILS = [
    "已报分管领导审定",
    "已在公示栏公开",
    "已形成书面材料",
    "资料归档备查",
    "正在征求处室意见",
    "责任人已签字确认",
    "发现的问题已交办",
    "已纳入月度考核",
]


def make_text(dice: random.Random) -> str:
    """One invented progress text of 40 to 110 characters, from shared boilerplate and its own words."""
    parts = [
        f"{dice.choice(ACTS)}{dice.choice(THINGS)}{dice.randint(1, 60)}{dice.choice('份项次人处')}"
        f"，{dice.choice(PLACES)}{dice.choice(ACTS)}{dice.choice(THINGS)}"
        for _ in range(dice.randint(2, 4))
    ]
    return "。".join(parts) + f"，{dice.choice(TAILS)}。"


def change_a_little(text: str, dice: random.Random) -> str:
    """The text with two characters changed."""
    chars = list(text)
    for _ in range(2):
        chars[dice.randrange(len(chars))] = dice.choice("的了并均")
    return "".join(chars)


def run(count: int) -> float:
    """Make the texts, compare them, print the figures; returns the seconds compared."""
    dice = random.Random(20200614)
    units = [f"第{n}监察分局" for n in range(200)]
    weeks = [[make_text(dice) for _ in range(count)] for _ in range(3)]
    now = [weeks[2][i] if i % 10 == 0 else make_text(dice) for i in range(count)]
    planted = range(1, count - 1, 50)
    for i in planted:
        now[i + 1] = change_a_little(now[i], dice)
    entries = [Entry(text, units[i % len(units)], str(i)) for i, text in enumerate(now)]
    begun, started = time.perf_counter(), time.process_time()
    repeated = sum(repeated_over_weeks([w[i] for w in weeks] + [now[i]]) is not None for i in range(count))
    weekly = time.process_time() - started
    groups = find_copies(entries)
    total = time.process_time() - started
    wall = time.perf_counter() - begun
    home = {i: n for n, g in enumerate(groups) for i in g.members}
    found = sum(home.get(i, -1) == home.get(i + 1, -2) for i in planted)
    print(
        f"{count} texts: 3 weeks {weekly:.1f} s, across units {total - weekly:.1f} s, "
        f"together {total:.1f} s of one core ({wall:.1f} s by the clock)"
    )
    print(f"repeated {repeated}; copy groups {len(groups)}; planted near-copies found {found}/{len(planted)}")
    print(f"limit {LIMIT_SECONDS:.0f} s: {'kept' if total <= LIMIT_SECONDS else 'NOT kept'}")
    return total


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sys.exit(0 if run(size) <= LIMIT_SECONDS or size > 100_000 else 1)
