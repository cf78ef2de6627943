"""Where a project file declares something."""

from layerlint.named_tuple import NamedTuple


class Origin(NamedTuple):
    """A place that findings are shown at."""

    file: str  #: as the user named it, or relative to the folder the run began in
    line: int  #: 1-based
    column: int = 1  #: 1-based
    name: str = ""  #: the resource it belongs to, as the file calls it
