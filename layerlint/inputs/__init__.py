"""What a user names, opened and put in its place: archives become mounts, mounts become stacks."""
