"""The functions of CloudFormation, whether written as a short tag or as a mapping of one key."""

from layerlint.project.node import Node

BARE = frozenset({"Ref", "Condition"})  # the names that have no "Fn::" before them


def intrinsic(node: Node) -> tuple[str, Node] | None:
    """The function's long name and its argument; None for a plain value."""
    if node.tag:
        short = node.tag[1:]
        return (short if short in BARE else f"Fn::{short}"), node.untagged()
    if not node.is_mapping:
        return None
    entries = list(node.each())
    if len(entries) != 1:
        return None
    key = entries[0].key
    return (key, entries[0].node) if key in BARE or key.startswith("Fn::") else None


def attribute(argument: Node) -> tuple[str, str]:
    """The resource and attribute of a Fn::GetAtt; ("", "") where they are computed."""
    if argument.text is not None:
        resource, _, name = argument.text.partition(".")
        return resource, name
    words = [item.text for item in argument.elements()]
    if len(words) < 2 or any(word is None for word in words):  # a resource and its attribute
        return "", ""
    return str(words[0]), ".".join(str(word) for word in words[1:])
