"""What Node.js finds and loads: the resolution of require and import over the merged trees, and what comes of it."""
