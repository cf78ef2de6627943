"""Values read from bytes, one file a format; the same for every target."""
