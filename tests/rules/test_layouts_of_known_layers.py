"""Layers as people really publish them: the layout rules have nothing to say about any of them."""

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Recipe, distribution, executable, function, layer, link
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.family == "LL2"]
SH = executable("#!/bin/sh\n")
ELF = executable(b"\x7fELF")


def python(name: str, site: str = "python") -> dict[str, Content]:
    return {f"{site}/{name}/__init__.py": "", **distribution(name, site=site)}


def node(name: str, folder: str = "nodejs/node_modules") -> dict[str, Content]:
    return {f"{folder}/{name}/package.json": f'{{"name": "{name}"}}', f"{folder}/{name}/index.js": ""}


LAYERS: dict[str, dict[str, Content]] = {
    "powertools": {**python("aws_lambda_powertools"), **python("typing_extensions")},
    "opentelemetry for python": {
        **python("opentelemetry"),
        "python/otel_wrapper.py": "",
        "otel-instrument": SH,
        "otel-handler": SH,
        "collector-config/config.yaml": "",
        "extensions/collector": ELF,
    },
    "opentelemetry for node": {
        **node("@opentelemetry/api"),
        "otel-handler": SH,
        "wrapper.js": "",
        "loader.mjs": "",
        "init.mjs": "",
    },
    "opentelemetry for java": {"opentelemetry-javaagent.jar": "", "otel-handler": SH, "java/lib/wrapper.jar": ""},
    "sdk for pandas": {**python("pandas"), **python("numpy"), "python/pandas.libs/liba.so": ""},
    "datadog": {
        **python("datadog_lambda", "python/lib/python3.12/site-packages"),
        "extensions/datadog-agent": ELF,
        "datadog_wrapper": SH,
    },
    "new relic": {
        **python("newrelic", "python/lib/python3.12/site-packages"),
        "extensions/newrelic-lambda-extension": ELF,
        "preview-extensions-ggqizro707": "",
    },
    "insights": {"extensions/cloudwatch_lambda_agent": ELF, "cloudwatch/cloudwatch.conf": ""},
    "parameters and secrets": {"extensions/bootstrap": SH, "extension/bin/proxy": ELF},
    "web adapter": {"bootstrap": SH, "extensions/lambda-adapter": ELF},
    "chromium": {
        **node("@sparticuz/chromium"),
        "nodejs/node_modules/@sparticuz/chromium/bin/chromium.br": "",
        "nodejs/package.json": "{}",
    },
    "ffmpeg": {"bin/ffmpeg": ELF, "bin/ffprobe": ELF, "README.txt": ""},
    "fonts": {"fonts/noto.ttf": "", "fonts/fonts.conf": "", ".fonts/a.ttf": ""},
    "git": {"bin/git": ELF, "libexec/git-core/git-p4": SH, "share/doc/git/contrib/import.py": "", "lib/liba.so": ELF},
    "kubectl": {"kubectl/kubectl": ELF, "helm/helm": ELF},
    "aws cli": {
        **python("awscli", "awscli"),
        **python("botocore", "awscli"),
        "awscli/aws": executable("#!/var/lang/bin/python3\n"),
        "awscli/bin/jp.py": "",
    },
    "aws cli, second edition": {
        "awscli/v2/2.1/bin/aws": ELF,
        "awscli/v2/2.1/dist/awscli/data/ac.index": "",
        "awscli/v2/2.1/dist/docutils/parsers/rst/x.txt": "",
    },
    "perl": {"bootstrap": SH, "lib/perl5/site_perl/A.pm": "", "bin/perl": ELF},
    "R": {"bootstrap": SH, "bootstrap.R": "", "runtime.R": "", "R/bin/R": SH, "R/library/base/R/base": ""},
    "php": {"bootstrap": SH, "bin/php": ELF, "bref/extensions/redis.so": ELF, "bref/etc/php/php.ini": ""},
    "php extension": {"bref/extensions/redis.so": ELF, "bref/etc/php/conf.d/redis.ini": ""},
    "bash": {"bootstrap": SH, "bin/bash": ELF, "bin/jq": ELF},
    "own node runtime": {"bootstrap": SH, "bin/node": ELF, **node("npm", "lib/node_modules"), "include/node/v8.h": ""},
    "node distribution": {"bin/node": ELF, **node("npm", "lib/node_modules")},
    "own python runtime": {
        "bootstrap": executable("#!/opt/bin/python3.13\n"),
        "runtime.py": "",
        "bin/python3.13": ELF,
        "lib/python3.13/os.py": "",
        **python("pip", "lib/python3.13/site-packages"),
    },
    "conda": {
        "bin/python3.12": ELF,
        "conda-meta/python.json": "",
        "lib/python3.12/os.py": "",
        "lib/python3.12/lib-dynload/_ssl.cpython-312-x86_64-linux-gnu.so": "",
        **python("numpy", "lib/python3.12/site-packages"),
    },
    "own ruby": {
        "bin/ruby": ELF,
        "lib/ruby/3.3.0/set.rb": "",
        "lib/ruby/gems/3.3.0/gems/rack/a.rb": "",
        "lib/ruby/gems/3.3.0/specifications/rack.gemspec": "",
    },
    "blender": {
        "blender/blender": ELF,
        "blender/3.6/python/bin/python3.10": ELF,
        "blender/3.6/python/lib/python3.10/os.py": "",
        **python("numpy", "blender/3.6/python/lib/python3.10/site-packages"),
    },
    "extension in python": {
        "extensions/logs": SH,
        "logs/extension.py": "",
        **python("requests", "logs"),
    },
    "extension in node": {"extensions/logs": SH, "logs/index.js": "", **node("undici", "logs/node_modules")},
    "two languages": {**python("six"), **node("uuid"), "java/lib/a.jar": "", "ruby/lib/a.rb": ""},
    "namespace packages": {
        "python/google/cloud/storage/__init__.py": "",
        "python/google/api/annotations_pb2.py": "",
        "python/opentelemetry/sdk/trace/__init__.py": "",
    },
    "a package called python": {"python/python/__init__.py": "", "python/python/core.py": ""},
    "a package called lib": {"python/lib/__init__.py": "", "python/lib/site-packages/data.txt": ""},
    "site-packages as data": {
        "python/jedi/__init__.py": "",
        "python/jedi/third_party/typeshed/site-packages/six.py": "",
        "python/virtualenv/__init__.py": "",
        "python/virtualenv/seed/site-packages/pip-1.dist-info/METADATA": "",
    },
    "vendored": {
        **python("setuptools"),
        "python/setuptools/_vendor/wheel/__init__.py": "",
        "python/setuptools/_vendor/wheel-1.dist-info/METADATA": "",
        "python/pkg_resources/__init__.py": "",
    },
    "one module": {"python/helpers.py": ""},
    "compiled only": {"python/helpers.pyc": "", "python/pkg/__init__.pyc": ""},
    "extension modules only": {"python/fast.cpython-312-x86_64-linux-gnu.so": "", "python/pkg/__init__.abi3.so": ""},
    "eggs": {"python/easy-install.pth": "./a-1.egg\n", "python/a-1-py3.12.egg/a/__init__.py": "", "python/b-1.egg": ""},
    "scripts beside": {**python("six"), "python/bin/normalizer": SH, "python/share/man/a.1": "", "python/etc/x.py": ""},
    "folders of many versions": {
        **python("six", "python/lib/python3.11/site-packages"),
        **python("six", "python/lib/python3.12/site-packages"),
        **python("six", "python/lib/python3.13/site-packages"),
    },
    "amplify": {"nodejs/package.json": "{}", "nodejs/helpers/index.js": "", "nodejs/utils.js": "", **node("uuid")},
    "node helpers by full path": {"nodejs/utils.js": "", "nodejs/lib/db.js": ""},
    "pnpm": {**node("uuid", "nodejs/node_modules/.pnpm/uuid@9/node_modules"), "nodejs/node_modules/uuid": link("x")},
    "environment in place": {
        "python/pyvenv.cfg": "",
        "python/bin/activate": "",
        **python("six", "python/lib/python3.12/site-packages"),
    },
    "lib64 beside lib": {
        **python("six", "python/lib/python3.12/site-packages"),
        **python("six", "python/lib64/python3.12/site-packages"),
    },
    "version by link": {
        **python("six", "python/lib/python3.11/site-packages"),
        "python/lib/python3.12": link("python3.11"),
    },
    "debugger's printers": {"bin/gdb": ELF, "share/gcc/python/libstdcxx/v6/__init__.py": "", "share/gdb/x.xml": ""},
    "java runtime": {"java/bin/java": ELF, "java/lib/modules": "", "java/lib/ext/zip.jar": ""},
    "models": {"models/bert/config.json": "{}", "models/bert/convert.py": "", "models/weights.bin": ""},
    "wrapper in python": {"wrapper.py": executable("#!/usr/bin/env python3\nimport sys\nsys.path.insert(0, '/opt/x')")},
    "junk of other systems": {**python("six"), "__MACOSX/python/._six.py": "", ".DS_Store": ""},
    "empty folders": {"python/": "", "nodejs/": ""},
    "nothing": {},
}


def said(recipe: Recipe) -> list[str]:
    report = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of))
    return [f"{found.code} {found.severity}: {found.finding.message}" for found in report.diagnostics]


@pytest.mark.parametrize("name", LAYERS)
def test_known_layer_is_silent(name: str) -> None:
    assert said(layer(LAYERS[name])) == []


@pytest.mark.parametrize("runtime", ["python3.12", "nodejs22.x", "java21", "ruby3.3", "provided.al2023"])
@pytest.mark.parametrize("name", LAYERS)
def test_known_layer_is_no_error_on_any_runtime(name: str, runtime: str) -> None:
    assert [line for line in said(layer(LAYERS[name], runtime=runtime)) if " error: " in line] == []


@pytest.mark.parametrize(
    ("files", "runtime", "handler"),
    [
        ({"app.py": "", "vendor/six.py": "", **distribution("six", site="vendor")}, "python3.12", "app.handler"),
        ({"src/app.py": "", **distribution("six", site="src")}, "python3.12", "src/app.handler"),
        ({"index.mjs": "", "node_modules/a/package.json": "{}"}, "nodejs22.x", "index.handler"),
        ({"dist/src/index.js": ""}, "nodejs22.x", "dist/src/index.handler"),
        ({"bootstrap": ELF}, "provided.al2023", None),
        ({"lib/app.jar": "", "com/acme/App.class": ""}, "java21", "com.acme.App"),
        ({"app.rb": "", "vendor/bundle/ruby/3.3.0/gems/a/a.rb": ""}, "ruby3.3", "app.handler"),
    ],
)
def test_ordinary_function_is_no_error(files: dict[str, Content], runtime: str, handler: str | None) -> None:
    assert [line for line in said(function(files, runtime, handler=handler)) if " error: " in line] == []
