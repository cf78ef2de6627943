"""Runtimes, operating systems and their dates.

The first line of a table of runtimes names the columns; "-" means that nothing is set or known.
"""

AS_OF = "2026-11-23"
CONFIDENCE = "documented"
SOURCES = (
    "runtime identifiers: botocore 1.44.5, lambda service model, enum Runtime",
    "dates: AWS Lambda Developer Guide, lambda-runtimes; cfn-lint 1.58.0, runtime lifecycle table; release dates: endoflife.date",
    "glibc and libstdc++: image file and package lists (AL1, AL2), AL2023 User Guide and release notes; symbol nodes follow from the GCC version (inferred)",
    "pyc magic: CPython 2.7 and 3.6 to 3.15 measured; Node.js module versions: node-abi 3.101.0",
)

# In preview when last looked (2026-09; general availability was announced for 2026-11): reported.
PREVIEW = ("nodejs26.x", "python3.15")
# Identifiers of the API with no image of Amazon's behind them: nothing can be predicted.
UNMANAGED = ("custom",)

# glibcxx and cxxabi: the newest node that every image has; *_newest: of images since the GCC 14 update of 2025-03,
# which nobody measured on Lambda. gcc: newest node of libgcc_s.so.1.
SYSTEMS = {
    "AL1": {
        "title": "Amazon Linux 1",
        "glibc": (2, 17),
        "glibcxx": (3, 4, 24),
        "glibcxx_newest": (3, 4, 24),
        "cxxabi": (1, 3, 11),
        "cxxabi_newest": (1, 3, 11),
        "gcc_x86_64": (7, 0, 0),
        "gcc_arm64": (7, 0, 0),
        "gcc_newest": (7, 0, 0),
    },
    "AL2": {
        "title": "Amazon Linux 2",
        "glibc": (2, 26),
        "glibcxx": (3, 4, 24),
        "glibcxx_newest": (3, 4, 24),
        "cxxabi": (1, 3, 11),
        "cxxabi_newest": (1, 3, 11),
        "gcc_x86_64": (7, 0, 0),
        "gcc_arm64": (7, 0, 0),
        "gcc_newest": (7, 0, 0),
    },
    "AL2023": {
        "title": "Amazon Linux 2023",
        "glibc": (2, 34),
        "glibcxx": (3, 4, 29),
        "glibcxx_newest": (3, 4, 33),
        "cxxabi": (1, 3, 13),
        "cxxabi_newest": (1, 3, 15),
        "gcc_x86_64": (7, 0, 0),
        "gcc_arm64": (11, 0),
        "gcc_newest": (14, 0, 0),
    },
}

RUNTIMES = {
    "python": """
identifier  version  system  architectures  released    deprecation  block_create  block_update  abi     pyc_magic
python2.7   2.7      AL1     x86_64         2015-10-08  2021-07-15   2021-07-15    2022-05-30    cp27mu  62211
python3.6   3.6      AL1     x86_64         2017-04-18  2022-07-18   2022-07-18    2022-08-29    cp36m   3379
python3.7   3.7      AL1     x86_64         2018-11-19  2023-12-04   2024-01-09    2027-03-03    cp37m   3394
python3.8   3.8      AL2     x86_64,arm64   2019-11-18  2024-10-14   2027-02-01    2027-03-03    cp38    3413
python3.9   3.9      AL2     x86_64,arm64   2021-08-16  2025-12-15   2027-02-01    2027-03-03    cp39    3425
python3.10  3.10     AL2     x86_64,arm64   2023-04-18  2026-10-31   2027-02-01    2027-03-03    cp310   3439
python3.11  3.11     AL2     x86_64,arm64   2023-07-27  2027-06-30   2027-07-31    2027-08-31    cp311   3495
python3.12  3.12     AL2023  x86_64,arm64   2023-12-14  2028-10-31   2028-11-30    2029-01-10    cp312   3531
python3.13  3.13     AL2023  x86_64,arm64   2024-11-14  2029-06-30   2029-07-31    2029-08-31    cp313   3571
python3.14  3.14     AL2023  x86_64,arm64   2025-11-18  2029-06-30   2029-07-31    2029-08-31    cp314   3627
python3.15  3.15     AL2023  x86_64,arm64   -           -            -             -             cp315   3666
""",
    "nodejs": """
identifier      version  system  architectures  released    deprecation  block_create  block_update  modules  napi  esm_layers  esm_handler
nodejs          0.10     AL1     x86_64         2014-11-13  2016-08-30   2016-09-30    2016-10-31    11       0     no          no
nodejs4.3       4.3      AL1     x86_64         2016-04-07  2020-03-05   2020-02-03    2020-03-05    46       0     no          no
nodejs4.3-edge  4.3      AL1     x86_64         2017-07-17  2020-03-05   2019-03-31    2019-04-30    46       0     no          no
nodejs6.10      6.10     AL1     x86_64         2017-03-22  2019-08-12   2019-07-12    2019-08-12    48       0     no          no
nodejs8.10      8.10     AL1     x86_64         2018-04-02  2020-03-06   2020-02-04    2020-03-06    57       2     no          no
nodejs10.x      10       AL2     x86_64         2019-05-15  2021-07-30   2021-07-30    2022-02-14    64       7     no          no
nodejs12.x      12       AL2     x86_64,arm64   2019-11-18  2023-03-31   2023-03-31    2023-04-30    72       8     no          no
nodejs14.x      14       AL2     x86_64,arm64   2021-02-03  2023-12-04   2024-01-09    2027-03-03    83       8     no          yes
nodejs16.x      16       AL2     x86_64,arm64   2022-05-12  2024-06-12   2027-02-01    2027-03-03    93       8     no          yes
nodejs18.x      18       AL2     x86_64,arm64   2022-11-18  2025-09-01   2027-02-01    2027-03-03    108      9     yes         yes
nodejs20.x      20       AL2023  x86_64,arm64   2023-11-15  2026-04-30   2027-02-01    2027-03-03    115      9     yes         yes
nodejs22.x      22       AL2023  x86_64,arm64   2024-11-22  2027-04-30   2027-06-01    2027-07-01    127      10    yes         yes
nodejs24.x      24       AL2023  x86_64,arm64   2025-11-25  2028-04-30   2028-06-01    2028-07-01    137      10    yes         yes
nodejs26.x      26       AL2023  x86_64,arm64   -           -            -             -             147      10    yes         yes
""",
    # The guide gives no dates for the .al2023 variants; endoflife.date says deprecation on 2029-06-30.
    "java": """
identifier     version  system  architectures  released    deprecation  block_create  block_update  class_major
java8          8        AL1     x86_64         2015-06-15  2024-01-08   2024-02-08    2027-03-03    52
java8.al2      8        AL2     x86_64,arm64   2020-08-12  2027-06-30   2027-07-31    2027-08-31    52
java8.al2023   8        AL2023  x86_64,arm64   2026-07-31  -            -             -             52
java11         11       AL2     x86_64,arm64   2019-11-18  2027-06-30   2027-07-31    2027-08-31    55
java11.al2023  11       AL2023  x86_64,arm64   2026-07-31  -            -             -             55
java17         17       AL2     x86_64,arm64   2023-04-27  2027-06-30   2027-07-31    2027-08-31    61
java17.al2023  17       AL2023  x86_64,arm64   2026-07-31  -            -             -             61
java21         21       AL2023  x86_64,arm64   2023-11-17  2029-06-30   2029-07-31    2029-08-31    65
java25         25       AL2023  x86_64,arm64   2025-11-14  2029-06-30   2029-07-31    2029-08-31    69
""",
    "ruby": """
identifier  version  system  architectures  released    deprecation  block_create  block_update  gem_abi
ruby2.5     2.5      AL1     x86_64         2018-11-29  2021-07-30   2021-07-30    2022-03-31    2.5.0
ruby2.7     2.7      AL2     x86_64,arm64   2020-02-19  2023-12-07   2024-01-09    2027-03-03    2.7.0
ruby3.2     3.2      AL2     x86_64,arm64   2023-06-07  2026-03-31   2027-02-01    2027-03-03    3.2.0
ruby3.3     3.3      AL2023  x86_64,arm64   2024-04-04  2027-03-31   2027-04-30    2027-05-31    3.3.0
ruby3.4     3.4      AL2023  x86_64,arm64   2025-03-27  2028-03-31   2028-04-30    2028-05-31    3.4.0
ruby4.0     4.0      AL2023  x86_64,arm64   2026-04-30  2029-03-31   2029-04-30    2029-05-31    4.0.0
""",
    "dotnet": """
identifier     version  system  architectures  released    deprecation  block_create  block_update  framework
dotnetcore1.0  1.0      AL1     x86_64         2016-12-01  2019-06-27   2019-06-30    2019-07-30    netcoreapp1.0
dotnetcore2.0  2.0      AL1     x86_64         2018-01-15  2019-05-30   2019-04-30    2019-05-30    netcoreapp2.0
dotnetcore2.1  2.1      AL1     x86_64         2018-07-09  2022-01-05   2022-01-05    2022-04-13    netcoreapp2.1
dotnetcore3.1  3.1      AL2     x86_64,arm64   2020-03-31  2023-04-03   2023-04-03    2023-05-03    netcoreapp3.1
dotnet6        6.0      AL2     x86_64,arm64   2022-02-24  2024-12-20   2027-02-01    2027-03-03    net6.0
dotnet8        8.0      AL2023  x86_64,arm64   2024-02-22  2026-11-10   2027-02-01    2027-03-03    net8.0
dotnet10       10.0     AL2023  x86_64,arm64   2026-01-08  2028-11-14   2028-12-14    2029-01-15    net10.0
""",
    "provided": """
identifier       version  system  architectures  released    deprecation  block_create  block_update
provided         -        AL1     x86_64         2018-11-29  2024-01-08   2024-02-08    2027-03-03
provided.al2     -        AL2     x86_64,arm64   2020-08-12  2026-07-31   2027-02-01    2027-03-03
provided.al2023  -        AL2023  x86_64,arm64   2023-11-10  2029-06-30   2029-07-31    2029-08-31
""",
    "go": """
identifier  version  system  architectures  released    deprecation  block_create  block_update
go1.x       1        AL1     x86_64         2018-01-15  2024-01-08   2024-02-08    2027-03-03
""",
}
