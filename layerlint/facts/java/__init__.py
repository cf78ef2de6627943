"""Java's formats: class files, jars and their manifests."""
