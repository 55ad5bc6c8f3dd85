"""The figures of the wall chart's page: `python benchmarks/chart.py`.

A thousand wordy items: the page's size, and in Chromium the time to first paint and what its console says.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.writing.test_chart_html import made, thousand

BYTES, SECONDS = 2_000_000, 1.0
"""Figures: the page's size and its first paint."""


def main() -> int:
    from playwright.sync_api import sync_playwright

    content = made(thousand())
    paints, complaints = [], []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        path = Path(folder) / "作战图.html"
        path.write_bytes(content)
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(5):
            tab = browser.new_page(viewport={"width": 1920, "height": 1080})
            tab.on("console", lambda m: complaints.append(m.text))
            tab.goto(path.as_uri())
            tab.wait_for_timeout(1500)
            paints.append(tab.evaluate("performance.getEntriesByType('paint')[0].startTime") / 1000)
            tab.close()
        browser.close()
    paint = statistics.median(paints)
    print(f"page: {len(content):,} bytes (figure: {BYTES:,}) {'met' if len(content) <= BYTES else 'MISSED'}")
    print(
        f"first paint: {paint:.2f} s, median of 5 (figure: {SECONDS} s) {'met' if paint <= SECONDS else 'MISSED'}"
    )
    print(f"console: {len(complaints)} messages")
    return 0 if len(content) <= BYTES and paint <= SECONDS and not complaints else 1


if __name__ == "__main__":
    sys.exit(main())
