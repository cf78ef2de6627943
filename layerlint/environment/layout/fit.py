"""How a site lies to the search folders of its language: on one, or one prefix away from it."""

from layerlint.enumeration import Enum
from layerlint.environment.layout.known import Known, shape
from layerlint.facts.sites import Site
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.stack import Role


class Kind(Enum):
    REACHED = "reached"  #: some runtime of the language searches it
    WRAPPED = "wrapped"  #: without its first folders it would be
    DOUBLED = "doubled"  #: the same, and what is too much is the root folder of the language itself
    AT_ROOT = "at-root"  #: with the root folder of the language before it, it would be
    UNSEARCHED = "unsearched"  #: named as installers name such folders, where nothing looks
    MISNAMED = "misnamed"  #: all but for case, or for a version in the name
    BARE = "bare"  #: packages where their node_modules folder should be
    ENVIRONMENT = "environment"  #: in a virtual environment
    PROJECT = "project"  #: node_modules of a project that was zipped whole
    STRAY = "stray"  #: nothing says that it should be searched


class Fit(NamedTuple):
    kind: Kind
    prefix: str = ""  #: the folders too many
    home: str = ""  #: the search folder it lies in, or the folder that has to move
    goal: str = ""  #: the search folder it should lie in


_INSTALL_FOLDER = pattern(
    r"(python/)?(lib#?/)?(python#?/)?(site|dist)-packages"
    r"|((python/)?(usr/)?local|python/.+)/lib#?/python#/(site|dist)-packages"  # --prefix on Debian; --root
    r"|(python/)?__pypackages__/#/lib#?"
)
_LONGEST = 300  # characters of a folder's path; those of installers have no more
_GEM_FOLDER = pattern(r"(ruby/)?(vendor/(bundle/)?)?(ruby/|gems/)?#|ruby/gems")
_NODE_FOLDERS = {"node/node_modules", "nodejs/lib/node_modules", "node#/node_modules", "lib/node_modules"}


def fit(site: Site, known: Known) -> Fit:
    home = _search_folder(site, known)
    if home is not None:
        prefix, rest = home
        if not prefix:
            return Fit(Kind.REACHED, home=rest, goal=rest)
        is_doubled = known.role is Role.LAYER and prefix == rest.partition("/")[0]
        return Fit(Kind.DOUBLED if is_doubled else Kind.WRAPPED, prefix, f"{prefix}/{rest}".rstrip("/"), rest)
    return _near(site) if known.role is Role.LAYER else Fit(Kind.STRAY, home=site.folder)


def _search_folder(site: Site, known: Known) -> tuple[str, str] | None:
    """Split the site's path into what is too much and the search folder behind it; None where there is none.

    What an installer made has to be a search folder. Python modules may also lie below one, in folders with names fit
    for an import: namespace packages.
    """
    if site.bare:
        return None
    parts = site.folder.split("/") if site.folder else []
    least = len(parts)
    if site.language == "python" and not site.strong and not _is_doubled(parts, known):
        while least and parts[least - 1].isidentifier():
            least -= 1
    for start, stop in known.spans(site.language, parts, least):
        return "/".join(parts[:start]), "/".join(parts[start:stop])
    return None


def _is_doubled(parts: list[str], known: Known) -> bool:
    return len(parts) == 2 and parts[0] == parts[1] and known.searched("python", parts[0])


def _near(site: Site) -> Fit:
    match site.language:
        case "python":
            return _near_python(site)
        case "nodejs":
            return _near_node(site)
        case "ruby" if site.strong and _GEM_FOLDER.fullmatch(shape(site.folder)):
            return Fit(Kind.UNSEARCHED, home=site.folder, goal="ruby/gems")
        case "java" if site.folder.partition("/")[0] == "java":
            return Fit(Kind.UNSEARCHED, home=site.folder, goal="java/lib")
    return Fit(Kind.STRAY, home=site.folder)


def _near_python(site: Site) -> Fit:
    if not site.folder:
        return Fit(Kind.AT_ROOT, goal="python")
    if len(site.folder) > _LONGEST:
        return Fit(Kind.STRAY, home=site.folder)
    lower = shape(site.folder.lower())
    if _INSTALL_FOLDER.fullmatch(lower):
        return Fit(Kind.UNSEARCHED, home=site.folder, goal="python")
    if lower in ("python", "python#"):
        return Fit(Kind.MISNAMED, home=site.folder, goal="python")
    return Fit(Kind.STRAY, home=site.folder)


def _near_node(site: Site) -> Fit:
    if site.bare:
        is_root = shape(site.folder) in ("nodejs", "nodejs/node#")
        return Fit(Kind.BARE if is_root else Kind.STRAY, home=site.folder, goal=f"{site.folder}/node_modules")
    if site.folder == "node_modules":
        return Fit(Kind.AT_ROOT, home=site.folder, goal="nodejs/node_modules")
    if shape(site.folder.lower()) in _NODE_FOLDERS or site.folder.lower() == "nodejs/node_modules":
        return Fit(Kind.MISNAMED, home=site.folder, goal="nodejs/node_modules")
    return Fit(Kind.STRAY, home=site.folder)
