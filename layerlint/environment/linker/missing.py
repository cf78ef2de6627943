"""A need that the loader cannot meet, and how sure that is."""

from collections.abc import Sequence

from layerlint.enumeration import Enum
from layerlint.environment.linker.search import Object
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.platform.libraries import LibraryStatus, Presence
from layerlint.platform.records import Confidence

BUNDLED = LibraryStatus(Presence.ABSENT, Confidence.DOCUMENTED, reason="its wheel brings it along")


class Lack(Enum):
    """Why the loader has no library for a name."""

    NOWHERE = "found nowhere"
    ANOTHER_BUILD = "not among the libraries that another archive has brought for it"
    UNSEARCHED = "in a folder that is not searched"
    MISNAMED = "there under another name"
    NO_LIBRARY = "there is a file of that name which is no library"


class Missing(NamedTuple):
    """A library that an object needs and the loader does not find."""

    soname: str
    chain: tuple[Object, ...]  #: from what was asked about to the one whose need it is; empty: code asks for it
    status: LibraryStatus
    lack: Lack = Lack.NOWHERE
    searched: tuple[str, ...] = ()  #: folders of the stack, absolute, in order; the image comes in between
    near: tuple[str, ...] = ()  #: members of the stack that look like another version of it
    there: tuple[Place, ...] = ()  #: files that bear the name, or bear it inside, and that the search does not find

    @property
    def user(self) -> Place:
        return self.chain[-1].place

    @property
    def steps(self) -> tuple[str, ...]:
        """From the file that was asked about down to the search that finds nothing, a line each."""
        lines = [
            f"{user.place.absolute} needs {needed.path.rpartition('/')[2]}"
            for user, needed in zip(self.chain, self.chain[1:], strict=False)
        ]
        last = [f"{self.user.absolute} needs {self.soname}"] if self.chain else []
        return (*lines, *last, self.search)

    @property
    def search(self) -> str:
        """Where the loader looked, and what is there instead."""
        return f"searched in {', '.join([*self.searched, 'the image'])}: found nowhere{self._instead}"

    @property
    def _instead(self) -> str:
        if self.there:
            word = {Lack.UNSEARCHED: "lies there", Lack.MISNAMED: "is it, by its soname"}
            names = ", ".join(place.absolute for place in self.there)
            return f"; {names} {word.get(self.lack, 'is no library')}"
        return f"; {', '.join(self.near)} is another version" if self.near else ""

    def absence(self, system: str) -> str:
        """Where it is not, one clause to stand behind its name."""
        if self.bundled:
            return "which its wheel brings along and which is not there"
        if self.status.presence is Presence.ABSENT:
            doubt = "" if self.certain else " by all that is known"
            return f"which {system} does not have{doubt}"
        return f"which is not there and which {system} is not known to have"

    @property
    def bundled(self) -> bool:
        """Whether a wheel brought it, and it was lost on the way."""
        return self.status.reason == BUNDLED.reason

    @property
    def certain(self) -> bool:
        return self.status.presence is Presence.ABSENT and self.status.confidence is not Confidence.INFERRED


def nearest_first(found: Sequence[Missing]) -> tuple[Missing, ...]:
    """Certain ones before the others, each in the order of loading."""
    return tuple(sorted(found, key=lambda each: not each.certain))
