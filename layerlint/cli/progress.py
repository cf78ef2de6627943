"""A progress bar on a terminal, once a run has lasted a second."""

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

from layerlint.report.escape import visible

SECONDS = 1.0


class Progress:
    """Shows which archive is being judged; silent where nobody looks."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream = stream
        self._total = total
        self._begun = 0
        self._name = ""
        self._bar: Bar | None = None
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def begin(self, name: str) -> None:
        """The next archive's turn."""
        with self._lock:
            self._begun += 1
            self._name = name
            self._update()

    def __enter__(self) -> Self:
        if self._stream.isatty():
            self._timer = threading.Timer(SECONDS, self._appear)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is None:
            return
        self._timer.cancel()
        with self._lock:
            self._total = 0
            if self._bar is not None:
                self._bar.stop()

    def _appear(self) -> None:
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415  # for long runs only
        from rich.progress import Progress as Bar  # noqa: PLC0415  # as above

        from layerlint.report.terminal import console_for  # noqa: PLC0415  # as above

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
        with self._lock:
            if not self._total:
                return
            self._bar = Bar(*columns, console=console_for(self._stream, color=True), transient=True)
            self._bar.add_task("", total=self._total if self._total > 1 else None)
            self._update()
            self._bar.start()

    def _update(self) -> None:

        if self._bar is not None:
            task = self._bar.task_ids[0]
            self._bar.update(task, completed=self._begun - 1, description=f"checking {visible(self._name)}")
