"""The collected payloads (EVIDENT_INPUTS/payloads), read as comments: how long the slowest of them takes."""

import contextlib
import json
import time
from pathlib import Path

LONGEST = 3000


def packets(folder: Path) -> list[str]:
    """Give all payloads below the inputs' folder in packets of up to 3,000 characters, as many as a comment may have."""
    lines = json.loads((folder / "payloads" / "blns.json").read_text(encoding="utf-8"))
    for path in sorted((folder / "payloads").glob("*.txt")):
        lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    packed = [""]
    for line in lines:
        line = line[:1400].replace("\x00", "")
        if len(packed[-1]) + len(line) > LONGEST - 100:
            packed.append("")
        packed[-1] += f"{line}\n\n"
    return packed


def slowest(folder: Path) -> tuple[int, float]:
    """Give how many packets there are, and the seconds to clean and render the slowest, at its best of three."""
    from comments.actions import bodies
    from comments.errors import InvalidComment

    packed, longest = packets(folder), 0.0
    for body in packed:
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            with contextlib.suppress(InvalidComment):
                bodies.read(body, LONGEST)
            taken.append(time.perf_counter() - began)
        longest = max(longest, min(taken))
    return len(packed), longest
