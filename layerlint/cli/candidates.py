"""The targets that a question is asked of where nobody names one."""

from collections.abc import Sequence

from layerlint.environment.environment import View
from layerlint.environment.targets import groups
from layerlint.platform.records import Day, Platform, State, Target


def candidates(view: View, platform: Platform, on: Day) -> list[Target]:
    """Every target that the stack is held to, the supported before the others and the newer before the older."""
    wanted = dict.fromkeys(target for group in groups(view, platform, on) for target in group.targets)
    newest = list(reversed(list(dict.fromkeys(target.runtime for target in wanted))))
    newest.sort(key=lambda runtime: runtime.state(on) is not State.SUPPORTED)
    return [target for runtime in newest for target in wanted if target.runtime is runtime]


def promising(view: View, targets: Sequence[Target]) -> Sequence[Target]:
    """Those that nothing speaks against, else those worth a try, else all."""
    promises = {target: view.promise(target) for target in targets}
    good = [target for target in targets if promises[target].good]
    return good or [target for target in targets if promises[target].fair] or targets
