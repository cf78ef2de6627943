""".NET's formats: assemblies, and the JSON files that a publish leaves beside them."""
