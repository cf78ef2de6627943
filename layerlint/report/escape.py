"""Text from archives made safe to print: names are the archive's author's, not ours."""


def visible(text: str) -> str:
    r"""`text` on one line, with everything that a terminal would act on spelled out: \n, \x1b, \u202e, \udcff.

    Control characters, line ends, bidirectional overrides, invisible characters, spaces other than " " and halves of
    surrogate pairs are spelled out; a backslash stays as it is.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _spelled(char) for char in text)


def unicode_only(text: str) -> str:
    """`text` with halves of surrogate pairs spelled out, which no UTF-8 can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_spelled(char) if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _spelled(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
