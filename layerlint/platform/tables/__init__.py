"""What Amazon ships, in tables to read and edit: each says as of when, where from and how sure it is.

Python, for it is read on every run, and a compiled module is read in a fiftieth of the time that TOML takes.
"""
