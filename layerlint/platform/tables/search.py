"""Where each language looks, in order; lists are words in a string.

{version} is "3.12", {compact} "312", {machine} "x86_64" or "aarch64", {major} "22", {abi} a gem ABI such as "3.4.0".
"""

from layerlint.hints import Any

AS_OF = "2026-11-23"
CONFIDENCE = "measured"
SOURCES = (
    "PATH, LD_LIBRARY_PATH: Dockerfiles of the base images (2024-10), environment dump of a python3.13 function (2026)",
    "sys.path: dumps of python2.7, 3.6 to 3.10 and 3.13, bootstrap source of 3.10 and 3.11; 3.12, 3.14 and 3.15 inferred",
    "extension suffixes: CPython 3.6 to 3.15 measured (3.15 has a stable ABI that names its platform, PEP 803)",
    "preloaded modules: CPython 3.11 with awslambdaric 4.2.2, other versions inferred",
    "urllib3 and the bundled SDK: reported in issues of the base images and of the SDK for pandas (2023)",
    "built-in modules of Node.js: module.builtinModules of 18 to 26 (measured)",
    "require of ES modules: AWS Lambda Developer Guide, lambda-nodejs; TypeScript: Node.js runtime client (documented)",
    "bundled packages: AWS Lambda Developer Guide, python-package, lambda-nodejs (documented)",
    "NODE_PATH, gem paths: AWS Lambda Developer Guide, nodejs-layers, ruby-layers (documented); RUBYLIB measured on 2.5 and 2.7",
    "class path: class loader of the Java runtime client",
    "gems and features of Ruby: default and bundled gems of 2.5 to 4.0, standard library of 3.1 (measured), others inferred",
)

PATH = "/var/lang/bin /usr/local/bin /usr/bin /bin /opt/bin"
LIBRARY_PATH = "/var/lang/lib /lib64 /usr/lib64 /var/runtime /var/runtime/lib /var/task /var/task/lib /opt/lib"
ENTRYPOINTS = "/var/task/bootstrap /opt/bootstrap"
EXTENSIONS = "/opt/extensions"
# Seen at the root of published layers and found by absolute path; nothing searches them.
FREE_FORM = """
collector-config etc fonts include init.mjs otel-handler otel-instrument otel-proxy-handler otel-sqs-handler
otel-stream-handler share ssl wrapper.js wrapper.mjs
"""

# sys.path, with the SDK in site-packages and with the SDK in /var/runtime; where the function sets PYTHONPATH, the
# bootstrap leaves out both folders of /opt (inferred from its source).
PATH_FROM_3_11 = """
/var/task /opt/python/lib/python{version}/site-packages /opt/python /var/lang/lib/python{version}/site-packages
/var/runtime /var/lang/lib/python{compact}.zip /var/lang/lib/python{version} /var/lang/lib/python{version}/lib-dynload
"""
PATH_BEFORE = """
/var/task /opt/python/lib/python{version}/site-packages /opt/python /var/runtime /var/lang/lib/python{compact}.zip
/var/lang/lib/python{version} /var/lang/lib/python{version}/lib-dynload /var/lang/lib/python{version}/site-packages
"""
PATH_GIVEN = """
/var/task /var/runtime {PYTHONPATH} /var/lang/lib/python{compact}.zip /var/lang/lib/python{version}
/var/lang/lib/python{version}/lib-dynload /var/lang/lib/python{version}/site-packages
"""

# Newest first: a version takes the first family that is not newer.
PYTHON_FAMILIES = (
    {
        "since": (3, 15),
        "sdk_folder": "/var/lang/lib/python{version}/site-packages",
        "suffixes": """
.cpython-{compact}-{machine}-linux-gnu.so .abi3-{machine}-linux-gnu.so .abi3.so .abi3t-{machine}-linux-gnu.so .abi3t.so .so
""",
        "client": "awslambdaric runtime_client simplejson snapshot_restore_py",
        "sys_path": PATH_FROM_3_11,
        "sys_path_given": PATH_GIVEN,
    },
    {
        "since": (3, 12),
        "sdk_folder": "/var/lang/lib/python{version}/site-packages",
        "suffixes": ".cpython-{compact}-{machine}-linux-gnu.so .abi3.so .so",
        "client": "awslambdaric runtime_client simplejson snapshot_restore_py",
        "sys_path": PATH_FROM_3_11,
        "sys_path_given": PATH_GIVEN,
    },
    {
        "since": (3, 11),
        "sdk_folder": "/var/lang/lib/python{version}/site-packages",
        "suffixes": ".cpython-{compact}-{machine}-linux-gnu.so .abi3.so .so",
        "client": "awslambdaric runtime_client simplejson",
        "sys_path": PATH_FROM_3_11,
        "sys_path_given": PATH_GIVEN,
    },
    {
        "since": (3, 8),
        "sdk_folder": "/var/runtime",
        # botocore 1.29.90, reported for python3.7 to 3.10 in October 2023; 1.29.123 was the first to work with urllib3 2.
        "urllib3_below": 2,
        "suffixes": ".cpython-{compact}-{machine}-linux-gnu.so .abi3.so .so",
        "client": "awslambdaric runtime_client simplejson",
        "sys_path": PATH_BEFORE,
        "sys_path_given": PATH_GIVEN,
    },
    {
        "since": (3, 6),
        "sdk_folder": "/var/runtime",
        "urllib3_below": 2,
        "suffixes": ".cpython-{compact}m-{machine}-linux-gnu.so .abi3.so .so",
        "client": "",
        "sys_path": PATH_BEFORE,
        "sys_path_given": PATH_GIVEN,
    },
    {
        "since": (2, 7),
        "sdk_folder": "/var/runtime",
        "suffixes": ".so module.so",
        "client": "",
        "sys_path": """
/var/task /opt/python/lib/python2.7/site-packages /opt/python /var/runtime /var/runtime/awslambda /usr/lib/python27.zip
/usr/lib64/python2.7 /usr/lib64/python2.7/lib-dynload /usr/local/lib64/python2.7/site-packages
/usr/local/lib/python2.7/site-packages /usr/lib64/python2.7/site-packages /usr/lib/python2.7/site-packages
""",
        "sys_path_given": """
/var/task /var/runtime {PYTHONPATH} /var/runtime/awslambda /usr/lib/python27.zip /usr/lib64/python2.7
/usr/lib64/python2.7/lib-dynload /usr/lib64/python2.7/site-packages
""",
    },
)

# Newest first. require_esm: whether require() of an ES module works; Lambda switches it off up to 24, and nobody has
# told of newer ones. detect_module: whether Node.js looks into a source to tell whether it is an ES module; switched off
# in 22 and 24, and 20 has it since 20.19. typescript: whether the runtime may look for a handler in TypeScript, which
# the published client does not.
# default_export: whether it looks for a handler in what the module exports by default as well, as version 4 of its
# client does; that is made for 22 and later.
NODEJS_FAMILIES = (
    {
        "since": (25,),
        "bundled": "@aws-sdk/* @smithy/*",
        "default_export": True,
        "typescript": True,
    },
    {
        "since": (24,),
        "bundled": "@aws-sdk/* @smithy/*",
        "default_export": True,
        "require_esm": False,
        "detect_module": False,
        "typescript": True,
    },
    {
        "since": (22,),
        "bundled": "@aws-sdk/* @smithy/*",
        "require_esm": False,
        "detect_module": False,
    },
    {
        "since": (20,),
        "bundled": "@aws-sdk/* @smithy/*",
        "default_export": False,
        "require_esm": False,
    },
    {
        "since": (18,),
        "bundled": "@aws-sdk/* @smithy/*",
        "default_export": False,
        "require_esm": False,
        "detect_module": False,
    },
    {
        "since": (0,),
        "bundled": "aws-sdk",
        "default_export": False,
        "require_esm": False,
        "detect_module": False,
    },
)

# Functions of Node-API by the first major version whose newest release exports them, as nm tells of the programs of
# 14.21, 16.20, 18.20, 20.20, 22.23, 24.21 and 26.10. Those of 14 are left out.
NODE_FUNCTIONS = {
    16: "node_api_create_syntax_error node_api_symbol_for node_api_throw_syntax_error",
    18: "node_api_create_external_string_latin1 node_api_create_external_string_utf16 node_api_post_finalizer",
    20: "node_api_create_property_key_latin1 node_api_create_property_key_utf16 node_api_create_property_key_utf8",
    22: """
node_api_create_buffer_from_arraybuffer node_api_create_external_sharedarraybuffer node_api_create_sharedarraybuffer
node_api_is_sharedarraybuffer
""",
    24: "node_api_create_object_with_properties node_api_set_prototype",
}

# What only some of their releases have: urllib3 1 or 2, botocore before 2021 (read from the published wheels).
PYTHON_BUNDLED_IN_PART = """
urllib3._base_connection urllib3._request_methods urllib3.contrib._appengine_environ urllib3.contrib._securetransport
urllib3.contrib.appengine urllib3.contrib.emscripten urllib3.contrib.ntlmpool urllib3.contrib.securetransport
urllib3.http2 urllib3.packages urllib3.util.queue botocore.vendored.requests.adapters botocore.vendored.requests.api
botocore.vendored.requests.auth botocore.vendored.requests.compat botocore.vendored.requests.cookies
botocore.vendored.requests.models botocore.vendored.requests.packages.chardet
botocore.vendored.requests.packages.urllib3.connection botocore.vendored.requests.packages.urllib3.connectionpool
botocore.vendored.requests.packages.urllib3.poolmanager botocore.vendored.requests.packages.urllib3.response
botocore.vendored.requests.packages.urllib3.util botocore.vendored.requests.sessions
botocore.vendored.requests.status_codes botocore.vendored.requests.structures botocore.vendored.requests.utils
"""

# In sys.modules before the handler is imported, so that a copy in a layer is not found by the main process.
PYTHON_PRELOADED = """
abc atexit awslambdaric builtins codecs collections contextlib copyreg decimal encodings enum functools genericpath
importlib io itertools json keyword linecache logging marshal math numbers operator os posix posixpath re reprlib
runtime_client simplejson site stat string sys textwrap threading time token tokenize traceback types warnings weakref
zipimport collections.abc encodings.aliases encodings.utf_8 json.decoder json.encoder json.scanner os.path
"""

# Plain names; all of them may be written with "node:" before.
NODE_BUILTINS = """
assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns
dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix
path/win32 perf_hooks process punycode querystring readline readline/promises repl stream stream/consumers
stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url util util/types v8 vm wasi
worker_threads zlib _http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex
_stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap
"""

# Of any version from 2.5 to 4.0: what one of them lacks is not told apart.
RUBY_GEMS = """
abbrev aws-eventstream aws-partitions aws-sdk aws-sdk-* aws-sigv2 aws-sigv4 aws_lambda_ric base64 benchmark bigdecimal
bundler cgi cmath csv date dbm debug delegate did_you_mean digest drb e2mmap english erb error_highlight etc fcntl
fiddle fileutils find forwardable gdbm getoptlong io-console io-nonblock io-wait ipaddr irb jmespath json logger matrix
minitest mutex_m net-ftp net-http net-imap net-pop net-protocol net-smtp net-telnet nkf observer open-uri open3 openssl
optparse ostruct pathname power_assert pp prettyprint prime prism profile pstore psych racc rake rbs rdoc readline
readline-ext reline repl_type_completor resolv resolv-replace rexml rinda rss ruby2_keywords rubygems-update scanf sdbm
securerandom set shell shellwords singleton sorted_set stringio strscan sync syntax_suggest syslog tempfile test-unit
thwait time timeout tmpdir tracer tsort typeprof un uri weakref webrick win32ole xmlrpc yaml zlib
"""
RUBY_FEATURES = """
English abbrev aws-eventstream aws-partitions aws-record aws-sdk aws-sdk-* aws-sigv2 aws-sigv4 aws_lambda_ric base64
benchmark bigdecimal bundler cgi cmath continuation coverage csv date date_core dbm debug delegate did_you_mean digest
drb e2mmap enc enumerator erb error_highlight etc expect fcntl fiber fiddle fileutils find forwardable gdbm getoptlong
io ipaddr irb jmespath json kconv logger matrix minitest mkmf monitor mutex_m net/ftp net/http net/https net/imap
net/pop net/protocol net/smtp net/telnet nkf objspace observer open-uri open3 openssl optionparser optparse ostruct
pathname power_assert pp prettyprint prime prism profile profiler pstore psych pty racc rake random rational rbconfig
rbs rdoc readline reline resolv resolv-replace rexml rinda ripper rss rubygems scanf sdbm securerandom set shell
shellwords singleton socket sorted_set stringio strscan sync syntax_suggest syslog tempfile test thread thwait time
timeout tmpdir tracer tsort typeprof un unicode_normalize uri weakref webrick xmlrpc yaml zlib complex
"""

LANGUAGES: dict[str, dict[str, Any]] = {
    "python": {
        "layer_folders": "python/lib/python{version}/site-packages python",
        "function_folders": ".",
        "machines": {"x86_64": "x86_64", "arm64": "aarch64"},
        "bundled": "boto3 botocore s3transfer jmespath urllib3 dateutil six",
        "bundled_in_part": PYTHON_BUNDLED_IN_PART,
        "preloaded": PYTHON_PRELOADED,
        "families": PYTHON_FAMILIES,
    },
    "nodejs": {
        "layer_folders": "nodejs/node{major}/node_modules nodejs/node_modules",
        "function_folders": "node_modules .",
        # After the ordinary lookup of node_modules from the requiring file upwards.
        "node_path": """
/opt/nodejs/node{major}/node_modules /opt/nodejs/node_modules /var/runtime/node_modules /var/runtime /var/task
""",
        "builtins": NODE_BUILTINS,
        # These only with "node:" before, each from one major version on; of versions before 18 nothing is known.
        "prefixed": {"test": 18, "test/reporters": 18, "sea": 20, "sqlite": 22, "ffi": 26},
        "families": NODEJS_FAMILIES,
        "functions": NODE_FUNCTIONS,
    },
    "java": {
        "layer_folders": "java/lib",
        "function_folders": ". lib",
        "class_path": "/var/task /var/task/lib/*.jar /opt/java/lib/*.jar",
    },
    "ruby": {
        "layer_folders": "ruby/gems/{abi} ruby/lib",
        "function_folders": ". vendor/bundle/ruby/{abi}",
        "gem_path": "/var/task/vendor/bundle/ruby/{abi} /opt/ruby/gems/{abi}",
        "load_path": "/var/task /var/runtime/lib /opt/ruby/lib",
        "bundled": RUBY_GEMS,
        "features": RUBY_FEATURES,
    },
    # Found through DOTNET_SHARED_STORE alone; this is its customary value.
    "dotnet": {
        "layer_folders": "dotnetcore/store",
        "function_folders": ".",
    },
    "provided": {
        "layer_folders": "",
        "function_folders": ".",
    },
    "go": {
        "layer_folders": "",
        "function_folders": ".",
    },
}
