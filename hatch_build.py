"""Carries the top-level rules/ folder into the wheel as layerlint/rules; an editable install reads it in place."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesIntoWheel(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"]["rules"] = "layerlint/rules"
