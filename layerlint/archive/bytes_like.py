"""What the readers read from: the bytes of a zip in memory or its file mapped, and those of a member."""

from layerlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    import mmap

    Data = bytes | mmap.mmap
else:
    Data = bytes  # mmap takes 1 ms to import, and small files are not mapped
Packed = bytes | memoryview
Unpacked = bytes | bytearray  #: a bytearray is what the inflater made, handed on without a copy
