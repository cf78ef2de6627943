"""A progress bar that appears once a run has lasted a second."""

import threading
from types import TracebackType

from layerlint.cli.progress import Progress
from layerlint.hints import TYPE_CHECKING, Self, TextIO
from layerlint.report.escape import visible

if TYPE_CHECKING:
    import rich.progress

SECONDS = 1.0


class Bar(Progress):
    """Shows how many archives are judged, and which one is; of a single one, that there is movement."""

    def __init__(self, stream: TextIO, total: int, *, color: bool) -> None:
        self._stream = stream
        self._color = color
        self._total = total if total > 1 else None
        self._begun = 0
        self._name = ""
        self._over = False
        self._bar: rich.progress.Progress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(SECONDS, self._appear)
        self._timer.daemon = True

    def begin(self, name: str) -> None:
        """The next archive's turn."""
        with self._lock:
            self._begun += 1
            self._name = name
            self._update()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._bar is not None:
                self._bar.stop()

    def _appear(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415  # for long runs

        from layerlint.report.terminal import console_for  # noqa: PLC0415  # as above

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
        with self._lock:
            if self._over:
                return
            self._bar = Progress(*columns, console=console_for(self._stream, color=self._color), transient=True)
            self._bar.add_task("", total=self._total)
            self._update()
            self._bar.start()

    def _update(self) -> None:
        if self._bar is not None:
            task = self._bar.task_ids[0]
            self._bar.update(task, completed=self._begun - 1, description=f"checking {visible(self._name)}")
