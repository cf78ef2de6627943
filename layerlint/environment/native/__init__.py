"""Which binaries of a stack a target cannot load, and what that breaks."""
