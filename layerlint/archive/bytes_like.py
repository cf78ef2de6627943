"""What the readers read from: the bytes of a zip in memory or its file mapped, and those of a member."""

import mmap

Data = bytes | mmap.mmap
Unpacked = bytes | bytearray  #: a bytearray is what the inflater made, handed on without a copy
