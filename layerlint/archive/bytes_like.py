"""What the readers read from: the bytes of a zip in memory, or its file mapped."""

import mmap

Data = bytes | mmap.mmap
