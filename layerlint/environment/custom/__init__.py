"""Custom runtimes and extensions: what Lambda starts by its path."""
