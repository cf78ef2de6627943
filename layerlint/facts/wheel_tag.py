"""What the tags in a WHEEL file say about where the wheel belongs."""

from collections.abc import Iterable
from functools import cache

from layerlint.named_tuple import NamedTuple

SYSTEMS = {"win": "Windows", "macosx": "macOS", "ios": "iOS", "android": "Android", "emscripten": "browsers"}


class WheelTag(NamedTuple):
    """One tag, its alternatives not yet taken apart: `py2.py3-none-any`."""

    interpreters: tuple[str, ...]
    platforms: tuple[str, ...]

    @property
    def is_for_python_3(self) -> bool:
        return any(interpreter[2:3] != "2" for interpreter in self.interpreters)

    @property
    def foreign_systems(self) -> tuple[str, ...]:
        """The systems it names where Linux is not among them, as people call them."""
        titles = [_title(platform) for platform in self.platforms]
        return () if None in titles else tuple(dict.fromkeys(title for title in titles if title))


@cache
def foreign_to_linux(tags: tuple[str, ...]) -> str:
    """What every tag of a wheel is for, if that is not Python 3 on Linux; "" where one is. Most have the same."""
    read = read_wheel_tags(tags)
    if read and not any(tag.is_for_python_3 for tag in read):
        return "Python 2"
    systems = [tag.foreign_systems for tag in read]
    return " and ".join(dict.fromkeys(name for names in systems for name in names)) if systems and all(systems) else ""


def read_wheel_tags(tags: Iterable[str]) -> tuple[WheelTag, ...]:
    """The tags of the usual three parts; the rest is left out."""
    parts = (tag.strip().split("-") for tag in tags)
    return tuple(
        WheelTag(tuple(each[0].split(".")), tuple(each[2].split("."))) for each in parts if len(each) == 3 and all(each)
    )


def _title(platform: str) -> str | None:
    return next((title for start, title in SYSTEMS.items() if platform.startswith(start)), None)
