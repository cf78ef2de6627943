"""Archives described in Python as maps of paths to contents; bytes are built only when read."""
