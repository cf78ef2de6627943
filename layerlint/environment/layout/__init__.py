"""Which search folder reaches what lies in an archive, and which folder less, more or other would reach it."""
