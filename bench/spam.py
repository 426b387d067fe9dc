"""How well the spam score does on comments it has not seen: learnt on two files, tested on the third, each way.

The files are videos of the YouTube Spam Collection (Alberto, Lochter, Almeida 2015) in EVIDENT_INPUTS/comments.
"""

import csv
import html
import os
import re
import sys
import time
from pathlib import Path

from comments.scoring import Example, Measures, Model, measure

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"<br ?/?>")
ANCHOR = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>')
TAG = re.compile(r"<[^>]+>")


def load(path: Path) -> list[Example]:
    """Give the comments of one file as people wrote them: its HTML is undone."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Example(_written(row["CONTENT"]), row["CLASS"] == "1") for row in csv.DictReader(file)]


def each_way(folder: Path) -> list[tuple[str, Measures, float]]:
    """Give for each file its name, how the model that learnt the others does on it, and the seconds per comment."""
    files = sorted(folder.glob("tubespam-*.csv"))
    known = {path: load(path) for path in files}
    found = []
    for path in files:
        model = Model()
        model.learn(example for other in files if other != path for example in known[other])
        started = time.perf_counter()
        scores = model.values(example.text for example in known[path])
        seconds = (time.perf_counter() - started) / len(scores)
        found.append((path.name, measure(scores, [example.is_spam for example in known[path]]), seconds))
    return found


def _written(content: str) -> str:
    text = ANCHOR.sub(
        lambda match: f" {match[1]} {'' if _is_address(match[2]) else match[2]} ", LINE.sub("\n", content)
    )
    return html.unescape(html.unescape(TAG.sub(" ", text))).replace("\ufeff", "")


def _is_address(words: str) -> bool:
    return words.startswith(("http", "www"))


def main() -> None:
    """Print the figures."""
    folder = Path(os.environ.get("EVIDENT_INPUTS", ROOT.parent / "shared" / "inputs")) / "comments"
    rows = each_way(folder)
    if not rows:
        sys.exit(f"No tubespam-*.csv in {folder}: set EVIDENT_INPUTS.")
    out = sys.stdout.write
    out(
        f"{'tested on':34} {'comments':>8} {'AUC':>7} {'recall at precision 0.90':>25} {'0.95':>6} {'0.99':>6} {'ms each':>8}\n"
    )
    for name, found, seconds in rows:
        at = [f"{threshold.recall:.3f}" if threshold.recall else "none" for threshold in found.thresholds]
        measured = f"{at[0]:>25} {at[1]:>6} {at[2]:>6} {seconds * 1000:8.3f}"
        out(f"{name:34} {found.count:8} {found.auc:7.4f} {measured}\n")


if __name__ == "__main__":
    main()
