"""What Amazon ships, as dated data read into frozen records."""
