"""What `import x` finds on a target, and whether the whole import succeeds."""
