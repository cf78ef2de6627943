"""Which jar or folder of the class path a class comes from, and whether this Java takes it."""

from collections.abc import Iterator

from layerlint.environment.java.class_path import ClassPath, Element, Found, release_of
from layerlint.environment.java.handler import handler_name
from layerlint.environment.loaded import Loaded

JAVAS_OWN = "java/"  # no class loader takes these from elsewhere
#: what the Java runtime brings in part; which classes, no table here says
IN_THE_IMAGE = ("javax/", "jdk/", "sun/", "com/sun/", "org/w3c/", "org/xml/", "org/ietf/")
CLIENT = "com/amazonaws/services/lambda/runtime/"


def answer(path: ClassPath, name: str) -> Loaded:
    """For a class as code, a handler or a path names it: with dots or slashes, a method behind "::" left out."""
    wanted = handler_name(name.removesuffix(".class")).path
    shown = wanted.replace("/", ".")
    if wanted.startswith(JAVAS_OWN):
        return Loaded(shown, None, None, "Java itself brings it, or nothing does")
    found = path.find(wanted)
    if found is not None:
        reason = _refused(found, path)
        return Loaded(shown, not reason, _file(found), reason)
    if wanted.startswith((*IN_THE_IMAGE, CLIENT)):
        return Loaded(shown, None, None, "the stack does not have it; the runtime may")
    return Loaded(shown, False, None, "no folder or jar on the class path has it")


def answers(path: ClassPath) -> Iterator[Loaded]:
    """Each jar and folder of the class path that has classes, in order."""
    for element in path.elements:
        count = len(path.classes(element))
        if count:
            refused = len(path.too_new(element))
            reason = f"{refused:,} of its {count:,} classes are compiled for a newer Java" if refused else ""
            yield Loaded(element.shown.rpartition("/")[2], not refused, _root(element), reason)


def _refused(found: Found, path: ClassPath) -> str:
    version = found.item.version
    if version is None or not path.is_too_new(version):
        return ""
    return f"it is compiled for Java {release_of(version)}, and {path.target.runtime} has Java {path.release}"


def _file(found: Found) -> str:
    root = _root(found.element)
    return f"{root}!/{found.item.path}" if found.element.place else f"/var/task/{found.item.path}"


def _root(element: Element) -> str:
    return element.place.absolute if element.place else element.folder
