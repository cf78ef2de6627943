"""Which paths are project files, and what reads each."""

from pathlib import Path

from layerlint.project.records import Project, ProjectError

SUFFIXES = frozenset({".yaml", ".yml", ".json", ".template", ".tf"})
CDK_MANIFEST = "manifest.json"
CDK_MARK = "cdk.out"  #: a file in every cloud assembly, which says its version


def is_project(path: Path) -> bool:
    """Whether a path is read as a project file and not as an archive, by its name alone."""
    if path.suffix.lower() in SUFFIXES:
        return not path.is_dir()
    return (path / CDK_MARK).is_file() and (path / CDK_MANIFEST).is_file()


def read_project(path: Path, name: str) -> Project:
    """What the file declares; `name` is what people see. Raises ProjectError."""
    from layerlint.project.cloudformation.read import is_template  # noqa: PLC0415  # only project files need it
    from layerlint.project.document import parse, read_text  # noqa: PLC0415  # as above

    text = read_text(path, name)
    root = parse(text, name)
    if is_template(root):
        return _template(text, path, name)
    raise ProjectError(f"{name}: neither a template, nor a plan, nor a service that layerlint knows")


def _template(text: str, path: Path, name: str) -> Project:
    from layerlint.project.cloudformation.read import template_project  # noqa: PLC0415  # as above
    from layerlint.project.sam import BUILT, with_built  # noqa: PLC0415  # as above

    built = path.resolve().parts[-len(BUILT.parts) :] == BUILT.parts
    project = template_project(text, path, name, built=built)
    return project if built else with_built(project, path.parent)
