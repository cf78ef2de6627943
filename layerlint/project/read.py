"""What reads each project file."""

from pathlib import Path

from layerlint.project.recognize import CDK_MANIFEST, is_assembly
from layerlint.project.records import Project, ProjectError


def read_project(path: Path, name: str) -> Project:
    """What the file declares; `name` is what people see. Raises ProjectError."""
    if path.is_dir() or (path.name == CDK_MANIFEST and is_assembly(path.parent)):
        from layerlint.project.cdk import assembly_project  # noqa: PLC0415  # each only where its files are

        return assembly_project(path, name.rstrip("/")) if path.is_dir() else _around(path, name)
    if path.suffix == ".tf":
        from layerlint.project.terraform.module import module_project  # noqa: PLC0415  # as above

        return module_project(path, name)
    return _of_document(path, name)


def _around(path: Path, name: str) -> Project:
    """The assembly that a file lies in."""
    from layerlint.project.cdk import assembly_project  # noqa: PLC0415  # as above

    return assembly_project(path.parent, name.rpartition("/")[0])


def _of_document(path: Path, name: str) -> Project:
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


def _template(text: str, path: Path, name: str) -> Project:
    if is_assembly(path.parent):
        from layerlint.project.cdk import of_template  # noqa: PLC0415  # as above

        return of_template(_around(path, name), name)
    from layerlint.project.cloudformation.read import template_project  # noqa: PLC0415  # as above
    from layerlint.project.sam import BUILT, with_built  # noqa: PLC0415  # as above

    built = path.resolve().parts[-len(BUILT.parts) :] == BUILT.parts
    project = template_project(text, path, name, built=built)
    return project if built else with_built(project, path.parent)
