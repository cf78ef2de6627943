"""The layers of a widely followed guide, with small packages of our own in place of the registry's."""
