"""What a path may be given as: a check of an archive does without pathlib, which takes 8 ms to import."""

import os

StrPath = str | os.PathLike[str]
