"""The small text formats of an installed distribution: headers, entry points, requires.txt, direct_url.json."""

from collections.abc import Iterator, Mapping

Headers = Mapping[str, tuple[str, ...]]


def read_headers(data: bytes) -> Headers:
    """The fields of METADATA, PKG-INFO or WHEEL by lower-case name; what follows the first blank line is left out."""
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    head, _, _ = data.partition(b"\n\n")  # the description behind it may be long
    for line in head.decode("utf-8", "replace").removeprefix("\ufeff").split("\n"):
        text = line.rstrip("\r")
        if not text:
            break
        if text[0] in " \t":
            if current:
                current[-1] = f"{current[-1]}\n{text}"
            continue
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            break
        current = fields.setdefault(name.strip().lower(), [])
        current.append(value.strip())
    return {name: tuple(values) for name, values in fields.items()}


def first(headers: Headers, name: str) -> str | None:
    """The field's value; a second one of the same name changes nothing."""
    values = headers.get(name, ())
    return values[0] if values and values[0] else None


def canonical(name: str) -> str:
    """The name as indexes compare it: lower case, "-" for runs of "-", "_" and "."."""
    plain = name.lower().replace("_", "-").replace(".", "-")
    while "--" in plain:
        plain = plain.replace("--", "-")
    return plain


def read_lines(data: bytes) -> tuple[str, ...]:
    """The lines that are not blank, stripped."""
    return tuple(line.strip() for line in data.decode("utf-8", "replace").splitlines() if line.strip())


def read_sections(data: bytes) -> Iterator[tuple[str, str]]:
    """Pairs of section and line, as entry_points.txt and requires.txt have them; comments left out."""
    section = ""
    for line in read_lines(data):
        if line[0] in "#;":
            continue
        if line[0] == "[" and line[-1] == "]":
            section = line[1:-1].strip()
        else:
            yield section, line


def read_entry_points(data: bytes) -> Mapping[str, tuple[str, ...]]:
    """Group to names."""
    groups: dict[str, list[str]] = {}
    for group, line in read_sections(data):
        name, equals, _ = line.partition("=")
        if equals and group:
            groups.setdefault(group, []).append(name.strip())
    return {group: tuple(names) for group, names in groups.items()}


def read_egg_requires(data: bytes) -> tuple[str, ...]:
    """requires.txt as Requires-Dist lines: its sections are "[extra:marker]"."""
    return tuple(line + _condition(section) for section, line in read_sections(data))


def _condition(section: str) -> str:
    extra, _, marker = section.partition(":")
    if extra and marker:
        return f' ; ({marker}) and extra == "{extra}"'
    if extra:
        return f' ; extra == "{extra}"'
    return f" ; {marker}" if marker else ""


def is_editable(data: bytes) -> bool:
    """Whether direct_url.json describes an editable install; what cannot be read describes none."""
    if b"editable" not in data:
        return False
    import json  # noqa: PLC0415  # few distributions have the file

    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return False
    directory = value.get("dir_info") if isinstance(value, dict) else None
    return isinstance(directory, dict) and directory.get("editable") is True
