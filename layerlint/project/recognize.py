"""Which paths are project files, and what reads each."""

import os.path

from layerlint.archive.paths import StrPath
from layerlint.hints import TYPE_CHECKING
from layerlint.project.records import Project, ProjectError

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = frozenset({".yaml", ".yml", ".json", ".template", ".tf"})
CDK_MANIFEST = "manifest.json"
CDK_MARK = "cdk.out"  #: a file in every cloud assembly, which says its version


def is_project(path: StrPath) -> bool:
    """Whether a path is read as a project file and not as an archive, by its name alone."""
    name = os.fspath(path).rstrip("/")
    if os.path.splitext(name)[1].lower() in SUFFIXES and not os.path.isdir(path):
        return True
    return is_assembly(path)


def is_assembly(folder: StrPath) -> bool:
    return all(os.path.isfile(os.path.join(folder, name)) for name in (CDK_MARK, CDK_MANIFEST))


def read_project(path: "Path", name: str) -> Project:
    """What the file declares; `name` is what people see. Raises ProjectError."""
    if path.is_dir() or (path.name == CDK_MANIFEST and is_assembly(path.parent)):
        from layerlint.project.cdk import assembly_project  # noqa: PLC0415  # each only where its files are

        return assembly_project(path, name.rstrip("/")) if path.is_dir() else _around(path, name)
    if path.suffix == ".tf":
        from layerlint.project.terraform.module import module_project  # noqa: PLC0415  # as above

        return module_project(path, name)
    return _of_document(path, name)


def _around(path: "Path", name: str) -> Project:
    """The assembly that a file lies in."""
    from layerlint.project.cdk import assembly_project  # noqa: PLC0415  # as above

    return assembly_project(path.parent, name.rpartition("/")[0])


def _of_document(path: "Path", name: str) -> Project:
    from layerlint.project.cloudformation.read import is_template  # noqa: PLC0415  # as above
    from layerlint.project.document import parse, read_text  # noqa: PLC0415  # as above

    text = read_text(path, name)
    root = parse(text, name)
    if is_template(root):
        return _template(text, path, name)
    if root.get("terraform_version") is not None or root.get("planned_values") is not None:
        from layerlint.project.terraform.plan import plan_project  # noqa: PLC0415  # as above

        return plan_project(root, path, name)
    if root.get("service") is not None and root.get("provider") is not None:
        from layerlint.project.serverless import service_project  # noqa: PLC0415  # as above

        return service_project(root, text, path, name)
    raise ProjectError(f"{name}: no template, plan or service that layerlint knows")


def _template(text: str, path: "Path", name: str) -> Project:
    if is_assembly(path.parent):
        from layerlint.project.cdk import of_template  # noqa: PLC0415  # as above

        return of_template(_around(path, name), name)
    from layerlint.project.cloudformation.read import template_project  # noqa: PLC0415  # as above
    from layerlint.project.sam import BUILT, with_built  # noqa: PLC0415  # as above

    built = path.resolve().parts[-len(BUILT.parts) :] == BUILT.parts
    project = template_project(text, path, name, built=built)
    return project if built else with_built(project, path.parent)
