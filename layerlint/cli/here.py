"""What is meant where no path is named: what the configuration names, else the project files of the current folder."""

from pathlib import Path

from layerlint.cli.errors import UsageError
from layerlint.config.find import input_paths
from layerlint.config.functions import functions_project
from layerlint.config.settings import Config
from layerlint.inputs.here import project_files, unmade
from layerlint.inputs.named import named_stacks
from layerlint.inputs.project_stacks import opened_project, shown
from layerlint.inputs.stacks import Declared, Opened, together


def stacks_here(config: Config, declared: Declared) -> Opened:
    """Raises UsageError where there is nothing, ConfigError."""
    opened = [named_stacks(input_paths(config), declared)] if config.inputs else []
    if config.functions and config.file is not None:
        project = functions_project(config.functions, config.file, shown(config.file))
        opened.append(opened_project(project, declared))
    if opened:
        return together(opened)
    found = project_files(Path())
    if not found:
        hint = unmade(Path()) or "name a zip, a folder or a template: layerlint check my-layer.zip"
        raise UsageError(f"nothing to check; {hint}")
    return named_stacks(found, declared)
