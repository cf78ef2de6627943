"""Requests while a source is still being read, and the lines they stand on."""

from layerlint.facts.javascript.frames import Frame, Kind
from layerlint.facts.javascript.request import Form, Guard


class Found:
    """A request with the frames around it, whose guards may still change."""

    __slots__ = ("attributes", "called", "form", "frames", "guard", "names", "position", "specifier", "text")

    def __init__(
        self, specifier: str, form: Form, guard: Guard, position: int, text: str, frames: tuple[Frame, ...]
    ) -> None:
        self.specifier = specifier
        self.form = form
        self.guard = guard
        self.position = position
        self.text = text
        self.called = ""
        self.names: tuple[str, ...] = ()
        self.attributes = ""
        self.frames = frames

    def settled(self) -> Guard:
        return max(self.guard, *(self._of(frame) for frame in self.frames))

    def guard_within(self, body: Frame | None) -> Guard:
        """What stands between it and the start of a function's body that runs; None is the file itself."""
        if body is None:
            return self.settled()
        inside = (self._of(frame) for frame in self.frames[self.frames.index(body) + 1 :])
        return max(self.guard, *inside, Guard.CONDITIONAL if self._is_left(body) else Guard.ALWAYS)

    @property
    def is_rescue(self) -> bool:
        """Whether nothing but the failure of a try stands before it."""
        frame = self._only_frame()
        return frame is not None and frame.kind is Kind.CATCH

    @property
    def attempt(self) -> Frame | None:
        """The try that it stands in, or whose failure it waits for; None where something else is between as well."""
        frame = self._only_frame()
        if frame is None or frame.kind not in (Kind.TRY, Kind.CATCH):
            return None
        return frame if frame.kind is Kind.TRY else frame.tried

    def _only_frame(self) -> Frame | None:
        """What alone stands between loading and the request."""
        guarding = [frame for frame in self.frames if self._of(frame)]
        return guarding[0] if len(guarding) == 1 and not guarding[0].inherited and not self.guard else None

    def _of(self, frame: Frame) -> Guard:
        return max(frame.own, frame.inherited, Guard.CONDITIONAL if self._is_left(frame) else Guard.ALWAYS)

    def _is_left(self, frame: Frame) -> bool:
        return frame.left is not None and frame.left < self.position and self.form is not Form.IMPORT


class Lines:
    """Line numbers of rising positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1

    def at(self, position: int) -> int:
        if position < self.position:
            return self.text.count("\n", 0, position) + 1
        self.line += self.text.count("\n", self.position, position)
        self.position = position
        return self.line
