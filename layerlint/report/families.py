"""What each family of codes is about."""

FAMILIES = {
    "LL1": "the archive itself: zip structure, names, modes, links",
    "LL2": "layout: directory roots, unreachable content",
    "LL3": "Python: ABI, imports, metadata, syntax, handlers",
    "LL4": "native binaries: architecture, system, glibc, shared libraries",
    "LL5": "stacks: shadowing, torn packages, order, versions",
    "LL6": "limits and weight",
    "LL7": "Node.js",
    "LL8": "Java, Ruby, .NET, custom runtimes, extensions",
    "LL9": "templates, sharing, versions, runtime lifecycle",
}
