"""The model: a stack mounted for a target, and the questions it answers."""
