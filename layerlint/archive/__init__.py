"""Zip files and folders as lists of entries. The one place that inflates bytes; nothing is ever extracted."""
