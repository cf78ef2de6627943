"""What the dynamic loader of a target makes of an image."""
