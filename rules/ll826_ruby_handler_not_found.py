"""The Ruby handler is not there, or cannot be called.

## Why it matters

The handler `app.handler` means: require `app.rb`, call the method `handler` with the keywords `event:` and `context:`.
`app.Orders.process` calls the class method `process` of `Orders`. Every invocation fails where the file is missing
(`cannot load such file -- app`), where nothing defines the method, or where it does not take these keywords
(`wrong number of arguments`).

## What to do

    def handler(event:, context:)
      ...
    end

and say so in the configuration:

    aws lambda update-function-configuration --function-name NAME --handler app.handler
"""

import re
from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.handler import handler_files, has_wrapper, wrapped_handler
from layerlint.environment.ruby.handler import HandlerName
from layerlint.environment.ruby.model import RubyModel
from layerlint.environment.targets import languages
from layerlint.environment.tree import Place
from layerlint.examples.recipe import function
from layerlint.facts.ruby.source import definitions, may_be_of_class, may_be_of_main, takes_event
from layerlint.pattern import pattern
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

GOOD = "def handler(event:, context:)\n  1\nend\n"
OF_INSTANCE = "class A\n  def run(event:, context:)\n  end\nend\n"
MADE = pattern(r"define_method|alias|\bsend\b|method_missing|\bdelegat")


@rule(
    "LL826",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"app.rb": GOOD}, "ruby3.3", handler="app.handler"),
        function({"src/app.rb": GOOD}, "ruby3.3", handler="src/app.handler"),
        function({"app.rb": "class A\n  def self.run(event:, context:)\n  end\nend\n"}, "ruby3.3", handler="app.A.run"),
        function({"app.rb": "def handler(event:, context: nil, **rest)\nend\n"}, "ruby3.3", handler="app.handler"),
        function({"app.rb": "require_relative 'lib/a'\n", "lib/a.rb": GOOD}, "ruby3.3", handler="app.handler"),
        function({"app.rb": "define_method(:handler) { |event:, context:| 1 }\n"}, "ruby3.3", handler="app.handler"),
    ],
    bad=[
        function({"app.rb": GOOD}, "ruby3.3", handler="main.handler").flags(""),
        function({"app.rb": GOOD}, "ruby3.3", handler="app.run").flags("app.rb"),
        function({"app.rb": OF_INSTANCE}, "ruby3.3", handler="app.A.run").flags("app.rb"),
        function({"app.rb": OF_INSTANCE}, "ruby3.3", handler="app.run").flags("app.rb"),
        function({"app.rb": GOOD}, "ruby3.3", handler="app.A.handler").flags("app.rb"),
        function({"app.rb": GOOD}, "ruby3.3", handler="app").flags(""),
        function({"app.rb": "def handler(event, context)\nend\n"}, "ruby3.3", handler="app.handler").flags("app.rb"),
        function({"src/app.rb": GOOD, "lib/b.rb": ""}, "ruby3.3", handler="app.handler").flags("src/app.rb"),
    ],
)
def ruby_handler_not_found(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.ruby is None or mount is None or not env.stack.handler or not is_for_ruby(env):
        return
    model = RubyModel(env, env.ruby)
    if model.handler is None:
        yield malformed(env.stack.handler, mount)
    elif model.main is None:
        if not wrapped_handler(env.layout(mount), handler_files(env.stack.handler, env.target.runtime)):
            yield no_file(model.handler, mount, env)
    else:
        yield from of_method(model.handler, model.main, model, mount)


def is_for_ruby(env: Environment) -> bool:
    if has_wrapper(env.stack):
        return False
    return bool(env.stack.runtimes) or languages(env.view, env.platform) == {"ruby"}


def of_method(name: HandlerName, main: Place, model: RubyModel, mount: Mount) -> Iterator[Finding]:
    """Judged only where everything that could define the method is in view: no gem, no change of paths."""
    found = [text for _, source in model.sources for text in definitions(source, name.method)]
    if found:
        misplaced = elsewhere_defined(name, model)
        if misplaced:
            yield Finding(
                message=f"{main.path} defines {name.method} where {called(name)} does not find it",
                paths=(main.path,),
                reason=misplaced,
                help=f"define it as def {'self.' if name.owner else ''}{name.method}(event:, context:)"
                if name.owner
                else "define it outside of classes, or name the class: FILE.CLASS.METHOD",
                archive=main.mount.name,
                subject=name.method,
            )
        elif not any(takes_event(text) for text in found):
            yield Finding(
                message=f"{name.method} does not take event and context as keywords",
                paths=(main.path,),
                reason=f"it is called as {name.method}(event: ..., context: ...), and takes ({found[0]})",
                help=f"define it as def {name.method}(event:, context:)",
                archive=main.mount.name,
                subject=name.method,
            )
    elif not any(name.method in source.text for _, source in model.sources) and not is_elsewhere(model):
        yield Finding(
            message=f"{main.path} defines no method {name.method}",
            paths=(main.path,),
            reason="nothing that it loads of this function does either",
            help=f"set the handler to a method that is there, or define it: def {name.method}(event:, context:)",
            archive=mount.name,
            subject=name.method,
        )


def called(name: HandlerName) -> str:
    return f"{name.owner}.{name.method}" if name.owner else name.method


def elsewhere_defined(name: HandlerName, model: RubyModel) -> str:
    """Why none of the definitions that are there is the handler's, one clause; "" where one may be."""
    sources = [source for _, source in model.sources]
    if is_elsewhere(model):
        return ""
    if not name.owner:
        maybe = any(may_be_of_main(source, name.method) or MADE.search(source.text) for source in sources)
        return "" if maybe else "it is a method of a class or of one object, and the handler names no class"
    last = name.owner.rpartition(":")[2]
    if not any(re.search(rf"\b{re.escape(last)}\b", source.text) for source in sources):
        return f"nothing is called {last}"
    maybe = any(may_be_of_class(source, name.method) for source in sources)
    return "" if maybe else "it is a method of instances, and the runtime asks the class itself"


def is_elsewhere(model: RubyModel) -> bool:
    """Something out of view may define it."""
    return (
        model.is_open
        or any(not model.is_own(ask.feature) for ask in model.asks)
        or any(
            word in source.text
            for _, source in model.sources
            for word in ("eval", "load ", "include ", "extend ", "_missing")
        )
    )


def malformed(handler: str, mount: Mount) -> Finding:
    return Finding(
        message=f"{handler} is no handler: file and method with a dot between are wanted",
        reason="the runtime splits at every dot into file and method, or file, class and method",
        help="name both, for example app.handler for def handler in app.rb",
        archive=mount.name,
        subject=handler,
    )


def no_file(name: HandlerName, mount: Mount, env: Environment) -> Finding:
    ending = f"/{name.file}.rb".lower()
    near = sorted(path for path in mount.contents.archive.files if f"/{path}".lower().endswith(ending))
    method = ".".join(filter(None, (name.owner, name.method)))
    return Finding(
        message=f"the handler's file {name.file}.rb is not there",
        paths=(near[0],) if near else (),
        reason="neither the function nor ruby/lib of a layer has it",
        help=f"set the handler to {near[0].removesuffix('.rb')}.{method}"
        if near
        else "set the handler to a file of the package, or add the layer that has it with --layer",
        severity=Severity.WARNING if env.stack.absent else None,
        archive=mount.name,
        subject=name.file,
    )
