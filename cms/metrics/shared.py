"""Where several web processes put their figures together: files in a folder, which prometheus_client reads as one."""

import os
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def share(folder: Path) -> None:
    """Let the processes of one server share their figures in `folder`; before prometheus_client is imported."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(folder)


def is_shared() -> bool:
    """Tell whether figures are shared by several processes."""
    return VARIABLE in os.environ


def start_afresh() -> None:
    """Forget the figures of processes that are gone; called before any is started."""
    if is_shared():
        for file in Path(os.environ[VARIABLE]).glob("*.db"):
            file.unlink(missing_ok=True)
