"""One file a format; each is a pure function from a run to text."""
