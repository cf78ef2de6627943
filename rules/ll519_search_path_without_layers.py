"""A variable replaces the search path and leaves out the layers' folders.

## Why it matters

Lambda sets NODE_PATH, GEM_PATH and RUBYLIB so that Node.js and Ruby search the layers, and .NET searches a store of
assemblies that DOTNET_SHARED_STORE names. A function that sets one of them replaces the value: what the layers have in
a folder that it does not name is found no more, with `Cannot find module` or `cannot load such file`. RUBYLIB keeps the
runtime's own folders and loses `/opt/ruby/lib`. (For PYTHONPATH see python-path-without-layers.)

Where code is known to ask for what is there, the rules about missing modules and gems tell of it as an error.

## What to do

Name the folders in the variable, or do without it:

    NODE_PATH=/opt/shared/node_modules:/opt/nodejs/node_modules
"""

from collections.abc import Iterator, Mapping

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import stack
from layerlint.platform.records import Runtime
from layerlint.rule import Finding, Severity, rule

OPT = "/opt/"
NODE = {"nodejs/node_modules/uuid/index.js": ""}
GEMS = {"ruby/gems/3.3.0/specifications/a-1.0.gemspec": "", "ruby/gems/3.3.0/gems/a-1.0/lib/a.rb": ""}
OWN_RUBY = {"ruby/lib/a.rb": ""}
STORE = {"dotnetcore/store/x64/net8.0/a/1.0.0/lib/net8.0/A.dll": b"MZ"}


@rule(
    "LL519",
    Severity.WARNING,
    since="0.2",
    good=[
        stack(NODE, function={"index.js": ""}, runtime="nodejs22.x"),
        stack(
            NODE,
            function={"index.js": ""},
            runtime="nodejs22.x",
            variables={"NODE_PATH": "/opt/x:/opt/nodejs/node_modules/"},
        ),
        stack({"bin/x": ""}, function={"index.js": ""}, runtime="nodejs22.x", variables={"NODE_PATH": "/opt/x"}),
        stack(GEMS, function={"app.rb": ""}, runtime="ruby3.3", variables={"RUBYLIB": "/var/task/lib"}),
        stack(NODE, function={"app.rb": ""}, runtime="ruby3.3", variables={"NODE_PATH": "/var/task/lib"}),
        stack(
            STORE,
            function={"App.dll": b"MZ"},
            runtime="dotnet8",
            variables={"DOTNET_SHARED_STORE": "/opt/dotnetcore/store/"},
        ),
    ],
    bad=[
        stack(NODE, function={"index.js": ""}, runtime="nodejs22.x", variables={"NODE_PATH": "/opt/x"}).flags(
            "nodejs/node_modules/uuid/index.js"
        ),
        stack(GEMS, function={"app.rb": ""}, runtime="ruby3.3", variables={"GEM_PATH": "/var/task/vendor"}).flags(
            "ruby/gems/3.3.0/specifications/a-1.0.gemspec"
        ),
        stack(OWN_RUBY, function={"app.rb": ""}, runtime="ruby3.3", variables={"RUBYLIB": "/var/task/lib"}).flags(
            "ruby/lib/a.rb"
        ),
        stack(
            STORE,
            function={"App.dll": b"MZ"},
            runtime="dotnet8",
            variables={"DOTNET_SHARED_STORE": "/opt/store/"},
        ).flags("dotnetcore/store/x64/net8.0/a/1.0.0/lib/net8.0/A.dll"),
    ],
)
def search_path_without_layers(env: Environment) -> Iterator[Finding]:
    if env.stack.function is None:
        return
    for variable, folders in searched(env.target.runtime).items():
        value = env.stack.variables.get(variable, "")
        named = {folder.rstrip("/") for folder in value.split(":")}
        left = {folder: path for folder in folders if folder not in named and (path := first_file(folder, env))}
        if value and left:
            path = next(iter(left.values()))
            yield Finding(
                message=f"{variable} is set and leaves out {' and '.join(left)}",
                paths=(path,),
                reason=f"its value {value!r} stands in place of the runtime's, and layers have files there",
                help=f"set it to {':'.join([value.rstrip(':'), *left])}, or do without it",
                archive=env.view.opt.owner_of(path).name,
                subject=variable,
            )


def searched(runtime: Runtime) -> Mapping[str, tuple[str, ...]]:
    """The folders of layers that each variable of a language names unless a function sets it."""
    found: dict[str, tuple[str, ...]] = {}
    if runtime.nodejs is not None:
        found["NODE_PATH"] = runtime.nodejs.node_path
    if runtime.ruby is not None:
        found |= {"GEM_PATH": runtime.ruby.gem_path, "RUBYLIB": runtime.ruby.load_path}
    if runtime.dotnet is not None:
        found["DOTNET_SHARED_STORE"] = tuple(f"{OPT}{folder}" for folder in runtime.layer_folders)
    return {name: tuple(each for each in folders if each.startswith(OPT)) for name, folders in found.items()}


def first_file(folder: str, env: Environment) -> str:
    """The first file that layers have below it; "" where there is none."""
    prefix = f"{folder.removeprefix(OPT)}/"
    return next((path for path in env.view.opt.files if path.startswith(prefix)), "")
