"""Programs in Lambda's images that scripts name behind `#!`, by their names."""

AS_OF = "2026-11-23"
SOURCES = (
    "AL2: package list of the Lambda image (2020): bash, coreutils, gawk, grep, sed; no Python, Perl or Ruby of its own",
    "AL2023: package list of the minimal container (2023.6.20241031), which AWS names as the base",
)

# Folders of the image in which each name is found; /bin is a link to /usr/bin.
FOLDERS = "/bin /usr/bin"
LANGUAGE_FOLDER = "/var/lang/bin"
PRESENT = "sh bash env cat awk gawk grep sed head tail true false echo printf tee sort cut tr test sleep"

# What a language's own images have beside these.
LANGUAGES = {
    "python": "python python3 python{version}",
    "nodejs": "node npm npx",
    "ruby": "ruby bundle gem",
    "java": "java",
    "dotnet": "dotnet",
}

# Known to be missing where the language's own image does not bring it, and how sure that is.
ABSENT_ON = {"AL2": "measured", "AL2023": "inferred"}
ABSENT = "python python2 python3 perl ruby node php pwsh zsh fish ksh csh tcsh dash lua Rscript tclsh expect make java"
