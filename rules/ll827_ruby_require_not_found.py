"""A file or gem that the function requires is not there.

## Why it matters

`require` looks into `/var/task`, `/opt/ruby/lib`, Ruby's own library, and the gems in
`/var/task/vendor/bundle/ruby/<ABI>` and `/opt/ruby/gems/<ABI>`. Where none has the name, loading the function stops:
`cannot load such file -- nokogiri`, `Init error when loading handler`.

Names that are required inside methods, conditions and `begin ... rescue` do not count, and nothing is said of functions
that change `$LOAD_PATH` or set up Bundler.

## What to do

Install the gems into the package, or add the layer that has them:

    bundle config set --local path vendor/bundle && bundle install
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.ruby.model import RubyModel
from layerlint.examples.recipe import function, stack
from layerlint.rule import Finding, Severity, rule

BODY = "def handler(event:, context:)\nend\n"
HOME = "ruby/gems/3.3.0"
RACK = {
    f"{HOME}/specifications/rack-3.0.gemspec": "# stub: rack 3.0 ruby lib\n",
    f"{HOME}/gems/rack-3.0/lib/rack.rb": "",
}


def app(text: str) -> dict[str, str]:
    return {"app.rb": f"{text}\n{BODY}"}


@rule(
    "LL827",
    Severity.ERROR,
    since="0.1",
    good=[
        function(app("require 'json'\nrequire 'aws-sdk-s3'\nrequire 'net/http'"), "ruby3.3", handler="app.handler"),
        stack(RACK, function=app("require 'rack'"), runtime="ruby3.3", handler="app.handler"),
        stack({"ruby/lib/own.rb": ""}, function=app("require 'own'"), runtime="ruby3.3", handler="app.handler"),
        function(app("begin\n  require 'fast'\nrescue LoadError\nend"), "ruby3.3", handler="app.handler"),
        function(app("$LOAD_PATH << 'lib'\nrequire 'fast'"), "ruby3.3", handler="app.handler"),
        function({**app("require 'lib/a'"), "lib/a.rb": ""}, "ruby3.3", handler="app.handler"),
        function(app("begin\n  require_relative 'fast'\nrescue LoadError\nend"), "ruby3.3", handler="app.handler"),
    ],
    bad=[
        function(app("require 'nokogiri'"), "ruby3.3", handler="app.handler").flags("app.rb"),
        function({**app("require_relative 'lib/A'"), "lib/a.rb": ""}, "ruby3.3", handler="app.handler").flags("app.rb"),
        stack(RACK, function=app("require 'rack'"), runtime="ruby3.4", handler="app.handler").flags("app.rb"),
        function(
            {**app("require_relative 'lib/a'"), "lib/a.rb": "require 'sinatra'\n"}, "ruby3.3", handler="app.handler"
        ).flags("lib/a.rb"),
    ],
)
def ruby_require_not_found(env: Environment) -> Iterator[Finding]:
    if env.ruby is None or env.stack.function is None or not env.stack.handler:
        return
    model = RubyModel(env, env.ruby)
    if env.stack.awaits_build:
        return
    for ask in model.lost_relatives:
        yield Finding(
            message=f"{ask.feature} is required from beside {ask.place.path.rpartition('/')[2]}, and is not there",
            paths=(ask.place.path,),
            line=ask.line,
            reason="require_relative looks at that one path",
            help="bring the file back, or correct the path: names on Lambda are told apart by capitals",
            archive=ask.place.mount.name,
            subject=ask.feature,
        )
    if model.is_open:
        return
    for ask in model.asks:
        if model.lacks(ask.feature):
            yield Finding(
                message=f"{ask.feature} is required, and nothing has it",
                paths=(ask.place.path,),
                line=ask.line,
                reason=f"{env.target.runtime} finds it neither on the load path nor in a gem",
                help=f"add its gem to vendor/bundle/ruby/{env.ruby.facts.gem_abi}, or a layer that has it",
                severity=None if env.complete else Severity.WARNING,
                archive=ask.place.mount.name,
                subject=ask.feature,
            )
