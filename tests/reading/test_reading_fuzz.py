"""Cut and bit-flipped files: read, or refused in one sentence; never anything else."""

import random
from pathlib import Path

import pytest
from reading_books import UNITS, ledger_rows, with_part
from test_older_formats import HEAD, content, document, old_book, text

from zgtool.reading.pool import Pool
from zgtool.reading.worker import Job, Task

ROWS = [(n, f"问题{n}", f"要点{n}", f"措施{n}", "人事处", "6月上旬", 0.5, "进展") for n in range(1, 9)]
SEEDS = {
    "台账.xlsx": ledger_rows(*ROWS),
    "台账.xls": old_book(),
    "台账.ods": document(content(HEAD, f"<table:table-row>{text('甲')}{text('乙')}</table:table-row>")),
    "台账.csv": "反馈问题,整改措施,牵头单位\n甲,乙,人事处\n".encode("gb18030"),
    "台账.htm": "<table><tr><td>反馈问题<td>整改措施<tr><td>甲<td>乙</table>".encode(),
}


def spoiled(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    if chance.random() < 0.3:
        return bytes(made[: chance.randrange(len(made))])
    for _ in range(chance.randrange(1, 12)):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_spoiled_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    jobs = []
    for n in range(120):
        data = SEEDS[name]
        if name.endswith("xlsx") and n % 2:  # spoil the sheet inside a package whose checksums are right
            data = with_part(data, "xl/worksheets/sheet1.xml", lambda xml: spoiled(xml, chance))
        else:
            data = spoiled(data, chance)
        path = tmp_path / f"{n}{Path(name).suffix}"
        path.write_bytes(data)
        jobs.append(Job(path.name, str(path)))
    got = Pool(Task(UNITS, {}, ""), jobs=2, seconds=20).run(jobs)
    assert [len(found) for found in got] == [1] * len(jobs)
    for (submission,) in got:
        assert "F115" not in {f.code for f in submission.findings}, submission.findings
        assert submission.rows or submission.findings
        assert all(f.message and f.fix for f in submission.findings)
