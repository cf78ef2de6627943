"""What is wrong with an archive as such: found by the reader, judged by the rules."""

from layerlint.enumeration import Enum
from layerlint.named_tuple import NamedTuple


class FlawKind(Enum):
    UNREADABLE = "unreadable"  #: not a zip, truncated, encrypted as a whole: there are no entries
    DAMAGED = "damaged"  #: the directory breaks off
    ENCRYPTED = "encrypted"
    METHOD = "method"  #: compression other than stored and deflate
    ESCAPE = "escape"  #: "..", absolute, drive, NUL: does not stay under the root
    BACKSLASH = "backslash"
    DUPLICATE = "duplicate"  #: one path, two entries
    FILE_AS_FOLDER = "file-as-folder"  #: a file where another entry needs a folder
    OVERLAP = "overlap"  #: two entries share bytes of the archive
    SIZE = "size"  #: the declared size is not the size that comes out, or cannot be
    CRC = "crc"
    HEADERS_DISAGREE = "headers-disagree"  #: local header and central directory differ
    PREFIX = "prefix"  #: bytes before the first entry
    TRAILING = "trailing"  #: bytes after the end record, or a comment that is cut short
    SECOND_END = "second-end"  #: two end records: readers differ in what the archive holds
    NAME = "name"  #: a name that cannot be decoded, or is longer than Linux takes
    DEVICE = "device"  #: neither file, folder nor link
    MODE = "mode"  #: made on Unix, yet with no mode stored: some tools unpack it with no permission at all
    COUNT = "count"  #: other entries than the end record says, or more than we read


class Flaw(NamedTuple):
    kind: FlawKind
    path: str  #: the member; "" for the archive as a whole
    detail: str  #: one clause that completes the kind, safe to print
