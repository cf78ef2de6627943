"""Signs in a source that a package has modules which no file holds."""

from layerlint.pattern import pattern

HANDS_ITS_NAME = pattern(rb"(?<!getLogger\()\b__name__\s*[,)]")
MAKES_MODULES = pattern(rb"sys\.modules\[[^\]\n]+\]\s*=(?!=)")
ADDS_FINDER = pattern(rb"\bsys\.meta_path\s*(?:\.(?:append|insert|extend)\b|(?:\[[^\]\n]*\]\s*)?\+?=(?!=))")
MAKES_SPEC = pattern(rb"\bModuleSpec\(|\bspec_from_\w+\(|\bmodule_from_spec\(|\bPathFinder\b")
FINDER = pattern(rb"\bdef find_spec\(\s*(?:(?:self|cls)\s*,\s*)?\*?(\w+)")
ASKED = pattern(rb"(?<!def )\bfind_spec\(\s*([^,)\s][^,)]*)")
WRITTEN = pattern(
    rb"\bsys\.modules\s*(?:\[(?!\s*(?:[\"'\]]|__name__\s*\]))[^\]\n]*\]\s*=(?!=)|\.(?:update|setdefault)\b)"
)


def adds_finder(text: bytes) -> bool:
    """Whether a source adds a finder that may answer for modules which no file holds.

    One that makes no spec, and asks the others for the very name that it is given, finds what is found without it: it
    is there to see what is imported, as that of wrapt is, or to answer other questions.
    """
    if b"sys.meta_path" not in text or not ADDS_FINDER.search(text):
        return False
    given = {match[1] for match in FINDER.finditer(text)}
    asked = {match[1].strip() for match in ASKED.finditer(text)}
    return not given or not asked <= given or MAKES_SPEC.search(text) is not None


def hands_its_name(text: bytes) -> bool:
    """Whether a package hands its own name to what may make modules below it."""
    return HANDS_ITS_NAME.search(text) is not None


def writes_modules(text: bytes) -> bool:
    """Whether a source puts modules of computed names into sys.modules."""
    return b"sys.modules[" in text and MAKES_MODULES.search(text) is not None


def is_hook(text: bytes) -> bool:
    """Whether a source adds a finder, or puts modules of names that it computes into sys.modules."""
    return ADDS_FINDER.search(text) is not None or WRITTEN.search(text) is not None
