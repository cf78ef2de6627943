"""Java: the class path of a stack, what it holds twice, and the handler on it."""
