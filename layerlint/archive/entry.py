"""What an archive is made of, whatever it is stored in."""

from layerlint.enumeration import Enum
from layerlint.named_tuple import NamedTuple


class Kind(Enum):
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    DEVICE = "device"


class Entry(NamedTuple):
    """One member of an archive, as its directory declares it."""

    path: str  #: relative to the archive's root, "/" between parts, no trailing slash
    kind: Kind
    size: int  #: bytes once unpacked
    packed: int  #: bytes in the archive; equals size in a folder
    mode: int | None  #: Unix st_mode; None where the writer stored none
    crc: int  #: CRC-32 of the unpacked bytes; 0 in a folder
    method: int  #: compression method of the zip format; 0 is stored
    offset: int  #: where the archive finds the bytes; meaningful to the archive alone
