"""What each language says when it is asked what a name loads. A language joins by a line in ASKED."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.loaded import Loaded
from layerlint.hints import TYPE_CHECKING
from layerlint.platform.records import Runtime
from layerlint.report.imports import Loading

if TYPE_CHECKING:
    from layerlint.environment.node.model import NodeModel


def answers(env: Environment, names: Sequence[str]) -> Iterator[tuple[Loading, ...]]:
    """The answers for each name, or for all that the stack brings; several where there are several ways to load it."""
    yield from ASKED[env.language](env, names)


def knows(runtime: Runtime) -> bool:
    return runtime.language in ASKED


def _python(env: Environment, names: Sequence[str]) -> Iterator[tuple[Loading, ...]]:
    model = env.python
    if model is not None:
        model = model.entered_at(names)
        yield from ((model.verdict(name),) for name in names or model.top_level())


def _nodejs(env: Environment, names: Sequence[str]) -> Iterator[tuple[Loading, ...]]:
    """Both ways of a name that is asked for; of all packages the one that each is made for."""
    model = env.node
    if model is None:
        return
    if names:
        yield from ((_row(model, name, required=True), _row(model, name, required=False)) for name in names)
        return
    for name, package in sorted(model.public.items()):
        main = model.main(package)
        if main is not None:
            yield (_row(model, name, required=main.required),)


def _row(model: "NodeModel", name: str, *, required: bool) -> Loaded:
    verdict = model.verdict(name, required=required)
    shown = f'require("{name}")' if required else f'import "{name}"'
    chain = tuple(map(str, verdict.failure.steps)) if verdict.failure else ()
    return Loaded(shown, verdict.loads, verdict.file, verdict.reason, chain)


def _java(env: Environment, names: Sequence[str]) -> Iterator[tuple[Loading, ...]]:
    """Classes by name; without one, the jars."""
    from layerlint.environment.java import answers as java  # noqa: PLC0415  # of one language only

    if env.java is not None:
        for each in [java.answer(env.java, name) for name in names] if names else java.answers(env.java):
            yield (each,)


def _ruby(env: Environment, names: Sequence[str]) -> Iterator[tuple[Loading, ...]]:
    """What require finds; without a name, the gems."""
    from layerlint.environment.ruby import answers as ruby  # noqa: PLC0415  # of one language only
    from layerlint.environment.ruby.model import RubyModel  # noqa: PLC0415

    if env.ruby is not None:
        model = RubyModel(env, env.ruby)
        for each in [ruby.answer(model, name) for name in names] if names else ruby.answers(model):
            yield (each,)


def _dotnet(env: Environment, names: Sequence[str]) -> Iterator[tuple[Loading, ...]]:
    """Assemblies, types and handlers by name; without one, the assemblies."""
    from layerlint.environment.dotnet import answers as dotnet  # noqa: PLC0415  # of one language only

    if env.dotnet is not None:
        for each in [dotnet.answer(env.dotnet, name) for name in names] if names else dotnet.answers(env.dotnet):
            yield (each,)


ASKED: Mapping[str, Callable[[Environment, Sequence[str]], Iterator[tuple[Loading, ...]]]] = {
    "python": _python,
    "nodejs": _nodejs,
    "java": _java,
    "ruby": _ruby,
    "dotnet": _dotnet,
}
