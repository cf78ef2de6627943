"""One text for one syntax tree, whatever Python made it; run as a program, prints those of the files on its input.

Lines are part of it, columns are not. It runs on every Python that is held against ours, so it imports nothing of ours.
"""

import ast
import json
import sys

FORGOTTEN = {"type_params", "kind", "type_comment", "type_ignores", "ctx", "is_lazy"}


def normal(node: object) -> object:
    if isinstance(node, list):
        return [normal(item) for item in node]
    if not isinstance(node, ast.AST):
        return repr(node)
    name = type(node).__name__
    if name == "TypeAlias":
        target = ast.Name(id=node.name.id)  # type: ignore[attr-defined]
        return ["Assign", node.lineno, [normal(target)], ["Opaque", [normal(node.value)]]]  # type: ignore[attr-defined]
    if name == "TemplateStr":
        return ["Opaque", normal(node.values)]  # type: ignore[attr-defined]
    if isinstance(node, ast.JoinedStr):  # 3.12 makes empty literals behind the fields of a format spec
        node.values = [value for value in node.values if not isinstance(value, ast.Constant) or value.value]
    fields = [normal(value) for field, value in ast.iter_fields(node) if field not in FORGOTTEN]
    if isinstance(node, ast.stmt):
        fields.insert(0, node.lineno)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            fields.append([parameter.name for parameter in getattr(node, "type_params", [])])
    return [name, *fields]


if __name__ == "__main__":
    forms = {}
    for path in sys.stdin.read().splitlines():
        with open(path, "rb") as source:  # noqa: PTH123 - as plain as the oldest Python
            forms[path] = normal(ast.parse(source.read()))
    json.dump(forms, sys.stdout)
