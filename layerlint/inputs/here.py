"""The project files of a folder, in the order in which people think of them."""

import os.path

from layerlint.archive.paths import StrPath
from layerlint.project.recognize import CDK_MARK, is_project

TEMPLATES = ("template.yaml", "template.yml", "template.json")
BUILT = ".aws-sam/build/template.yaml"
SERVICES = ("serverless.yml", "serverless.yaml", "serverless.json")
PLANS = ("tfplan.json", "plan.json")
#: what shows that a folder is a project whose output is not there yet
CODE = "it is code, which is not run here: run serverless package, and check the zips in .serverless"
UNMADE = {
    "cdk.json": "cdk.out is not there: run cdk synth first",
    "serverless.ts": CODE,
    "serverless.js": CODE,
}


def project_files(folder: StrPath) -> list[str]:
    """The names of the project files in `folder`."""
    found = [name for name in TEMPLATES if _has(folder, name)][:1]
    if not found and _has(folder, BUILT):
        found.append(BUILT)
    if is_project(os.path.join(folder, CDK_MARK)):
        found.append(CDK_MARK)
    found += [name for name in SERVICES if _has(folder, name)][:1]
    return found + _terraform(folder)


def unmade(folder: StrPath) -> str:
    """What is to be run before there is something to check; "" where nothing tells."""
    return next((f"{name} is here but {what}" for name, what in UNMADE.items() if _has(folder, name)), "")


def _terraform(folder: StrPath) -> list[str]:
    """A plan, which says more, or else one file that stands for the whole module."""
    from pathlib import Path  # noqa: PLC0415  # an archive needs none of it

    plans = [name for name in PLANS if _has(folder, name)]
    sources = sorted(path.name for path in Path(folder).glob("*.tf") if path.is_file())
    main = [name for name in sources if name == "main.tf"]
    return plans[:1] or main or sources[:1]


def _has(folder: StrPath, name: str) -> bool:
    return os.path.isfile(os.path.join(folder, name))
