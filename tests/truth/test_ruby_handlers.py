"""Small Ruby functions: whether the handler loads and can be called is what Ruby says, as Lambda's client starts it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import function
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.code in ("LL826", "LL827")]
RUBY = shutil.which("ruby")
KEYS = "(event:, context:)"
GOOD = f"def handler{KEYS}\n  1\nend\n"
LOST = "require 'lost'\n"
CLIENT = """
class LambdaHandler
  def initialize(handler)
    parts = handler.split('.')
    raise ArgumentError unless [2, 3].include?(parts.size)
    @file, @owner, @method = parts.size == 2 ? [parts[0], nil, parts[1]] : parts
  end

  def call
    require @file
    options = { event: {}, context: 1 }
    @owner ? Kernel.const_get(@owner).send(@method, **options) : __send__(@method, **options)
  end
end
LambdaHandler.new(ARGV[0]).call
"""
#: the source of app.rb, and the handler
CASES = [
    (GOOD, "app.handler"),
    (GOOD, "app.K.handler"),
    (GOOD, "app."),
    (f"def self.handler{KEYS}\nend\n", "app.handler"),
    (f"class K\n  def handler{KEYS}\n  end\nend\n", "app.handler"),
    (f"class Object\n  def handler{KEYS}\n  end\nend\n", "app.handler"),
    (f"if true\n  def handler{KEYS}\n  end\nend\n", "app.handler"),
    (f"class K\n  def run{KEYS}\n  end\nend\n", "app.K.run"),
    (f"class K\n  def self.run{KEYS}\n  end\nend\n", "app.K.run"),
    (f"class K\n  def self.run{KEYS}\n  end\nend\n", "app.N.run"),
    ("class K\n  def self.run(event, context)\n  end\nend\n", "app.K.run"),
    (f"class K\n  class << self\n    def run{KEYS}\n    end\n  end\nend\n", "app.K.run"),
    (f"module M\n  class K\n    def self.run{KEYS}\n    end\n  end\nend\n", "app.M::K.run"),
    (f"module M\n  extend self\n  def run{KEYS}\n  end\nend\n", "app.M.run"),
    (f"module M\n  module_function\n\n  def run{KEYS}\n  end\nend\n", "app.M.run"),
    (f"class B\n  def self.run{KEYS}\n  end\nend\nclass K < B\nend\n", "app.K.run"),
    (f"K = Class.new do\n  def self.run{KEYS}\n  end\nend\n", "app.K.run"),
    ("class K\n  def self.method_missing(name, **rest)\n  end\nend\n", "app.K.run"),
    ("require_relative 'lost'\n" + GOOD, "app.handler"),
    ("require_relative 'lib/x'\n" + GOOD, "app.handler"),
    ("begin\n  require_relative 'lost'\nrescue LoadError\nend\n" + GOOD, "app.handler"),
    (LOST + GOOD, "app.handler"),
    (f"x = if true\n  1\nelse\n{LOST}end\n{GOOD}", "app.handler"),
    (f"x = begin\n{LOST}rescue LoadError\nend\n{GOOD}", "app.handler"),
    (f"X ||= begin\n{LOST}rescue LoadError\nend\n{GOOD}", "app.handler"),
    (f"RUBY_VERSION > '9' and\n{LOST}{GOOD}", "app.handler"),
    (f"false &&\nrequire('lost')\n{GOOD}", "app.handler"),
    (f"f = lambda {{\n{LOST}}}\n{GOOD}", "app.handler"),
    (f"at_exit {{\n{LOST}}} if false\n{GOOD}", "app.handler"),
    (f"private def x\n{LOST}end\n{GOOD}", "app.handler"),
]


@pytest.mark.skipif(RUBY is None, reason="no Ruby at hand")
@pytest.mark.parametrize(("text", "handler"), CASES)
def test_a_handler_works_where_ruby_says(text: str, handler: str, tmp_path: Path) -> None:
    files = {"app.rb": text, "lib/x.rb": ""}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    client = tmp_path / "client.rb"
    client.write_text(CLIENT, "utf-8")
    done = subprocess.run([str(RUBY), "-I", str(tmp_path), str(client), handler], capture_output=True, check=False)
    report = run(
        stack_of(function(files, "ruby3.3", handler=handler)), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)
    )
    errors = [each for each in report.diagnostics if str(each.severity) == "error"]
    assert bool(errors) is (done.returncode != 0), (done.stderr, errors)


@pytest.mark.parametrize(("handler", "found"), [("/var/task/app.handler", []), ("/var/app.handler", ["LL826"])])
def test_a_handler_by_its_absolute_path(handler: str, found: list[str]) -> None:
    stack = stack_of(function({"app.rb": GOOD}, "ruby3.3", handler=handler))
    report = run(stack, RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of))
    assert [each.code for each in report.diagnostics] == found
