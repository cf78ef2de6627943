"""0 nothing found, 1 something found, 2 could not run: scripts rely on it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from tests.command import ROOT, Done, Inside, layerlint

RULES = ROOT / "tests" / "sample_rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "layerlint.toml").write_text(f"rules = ['{RULES}']\nselect = ['TT']\n")
    for name, members in {
        "good": ["python/good.py"],
        "error": ["python/bad.py"],
        "warning": ["python/luck.py"],
        "note": ["python/note.py"],
        "raise": ["raise"],
    }.items():
        (tmp_path / f"{name}.zip").write_bytes(zip_bytes(dict.fromkeys(members, "")))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("good.zip", 0),
        ("note.zip", 0),
        ("warning.zip", 0),
        ("error.zip", 1),
        ("good.zip error.zip", 1),
        ("raise.zip", 1),
        ("warning.zip --fail-on warning", 1),
        ("note.zip --fail-on warning", 0),
        ("note.zip --fail-on note", 1),
        ("error.zip --fail-on never", 0),
        ("error.zip --exit-zero", 0),
        ("error.zip --ignore TT101", 0),
        ("error.zip --ignore bad-file", 0),
        ("error.zip --select TT102,TT103", 0),
        ("error.zip --format json", 1),
        ("missing.zip", 2),
        ("missing.zip good.zip", 2),
        ("missing.zip --exit-zero", 2),
        ("", 2),
        ("good.zip --runtime python3.99", 2),
        ("good.zip --arch sparc", 2),
        ("good.zip --select TT9", 2),
        ("good.zip --config missing.toml", 2),
        ("good.zip --platform missing.toml", 2),
        ("good.zip --rules missing", 2),
        ("good.zip --format yaml", 2),
        ("good.zip --output yaml=x", 2),
        ("good.zip --output text=missing/x", 2),
        ("good.zip --as-of tomorrow", 2),
        ("good.zip --layer error.zip", 2),
        ("good.zip --nonsense", 2),
        ("--help", 0),
    ],
)
def test_status_of_check(words: str, status: int, folder: Path, inside: Inside) -> None:
    done = inside("check", *words.split(), folder=folder)
    assert done.status == status, done
    assert "Traceback" not in done.out + done.err
    if status == 2:
        assert done.err.count("\n") == 1, done.err
        assert done.err.startswith("layerlint")


@pytest.mark.parametrize(("words", "status"), [("good.zip", 0), ("error.zip", 1), ("missing.zip", 2)])
def test_status_of_the_process(words: str, status: int, folder: Path) -> None:
    assert layerlint("check", words, folder=folder).status == status


def test_what_can_be_opened_is_still_judged(folder: Path) -> None:
    done = layerlint("check", "missing.zip", "error.zip", folder=folder)
    assert "TT101" in done.out
    assert done.err == "layerlint: missing.zip: no such file or folder\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_is_one_line_and_does_not_wait(folder: Path) -> None:
    os.mkfifo(folder / "pipe.zip")
    done = layerlint("check", "pipe.zip", "/dev/null", folder=folder)
    assert done.status == 2
    assert [line.split(":")[1].strip() for line in done.err.splitlines()] == ["pipe.zip", "/dev/null"]


def test_no_command_is_no_success(tmp_path: Path, inside: Inside) -> None:
    assert inside(folder=tmp_path).status == 2
    assert inside("--help", folder=tmp_path).status == 0
    assert inside("help", "check", folder=tmp_path).out.startswith("usage: layerlint check")
    assert inside("--version", folder=tmp_path).out.startswith("layerlint 0.")


NAME_ONE = "name a zip, a folder or a template: layerlint check my-layer.zip"


def test_no_input_says_what_to_type(tmp_path: Path) -> None:
    done = layerlint("check", folder=tmp_path)
    assert done == Done(2, "", f"layerlint: nothing to check; {NAME_ONE}\n")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("chek", "did you mean layerlint check?"),
        ("help chek", "did you mean layerlint check?"),
        ("my-layer.zip", "layerlint check my-layer.zip"),
        ("check x.zip --runtime python3.21", "did you mean python3."),
        ("check x.zip --arch aarch64", "did you mean arm64?"),
        ("check x.zip --select bad-fil", "did you mean 'bad-file'?"),
        ("rule bad-fil --rules RULES", "did you mean 'bad-file'?"),
        ("check x.zip --output sarif json", "cannot share standard output"),
        ("check x.zip --runtme python3.12", "did you mean '--runtime'"),
    ],
)
def test_mistakes_name_what_was_meant(words: str, hint: str, folder: Path, inside: Inside) -> None:
    done = inside(*words.replace("RULES", str(RULES)).split(), folder=folder)
    assert done.status == 2
    assert hint in done.err
    assert done.err.count("\n") == 1


def test_values_after_an_option_leave_paths_alone(folder: Path, inside: Inside) -> None:
    done = inside("check", "--runtime", "python3.12", "python3.13", "good.zip", folder=folder)
    assert "python3.12, python3.13 on x86_64 and arm64" in done.out
    assert done.status == 0


def test_a_run_under_a_reader_that_leaves_is_quiet() -> None:
    command = [sys.executable, "-m", "layerlint", "runtimes"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_an_interrupt_is_quiet() -> None:
    code = (
        "import os, signal, sys, layerlint.cli.runtimes as command, layerlint.cli as cli\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "command.main = lambda words: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(cli.main(['runtimes']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGINT, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "layerlint", "runtimes"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (2, b"layerlint: standard output: No space left on device\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["check", "--nonsense"], ["check", "missing.zip"], ["nonsense"]])
def test_a_mistake_that_cannot_be_told_is_none_that_was_found(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "layerlint", *words]
        assert subprocess.run(command, stderr=full, cwd=ROOT, check=False).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="shells of POSIX close streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("archive", "status"), [("good.zip", 0), ("error.zip", 1), ("missing.zip", 2)])
def test_closed_streams_leave_the_status(closed: str, archive: str, status: int, folder: Path) -> None:
    command = f'exec "$0" -m layerlint check {archive} {closed}'
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable], capture_output=True, cwd=folder, env=variables, check=False
    )
    assert done.returncode == status
    assert b"internal error" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a folder in use stays there")
def test_a_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    command = 'rmdir "$PWD" && exec "$0" -m layerlint check layer.zip'
    (tmp_path / "gone").mkdir()
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable],
        capture_output=True,
        cwd=tmp_path / "gone",
        env=variables,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, b"layerlint: the current folder is gone\n")


def test_a_fault_of_our_own_is_one_line(tmp_path: Path, inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layerlint.cli.runtimes.main", lambda words: words["x"])
    done = inside("runtimes", folder=tmp_path)
    assert done.status == 2
    assert done.err.startswith("layerlint: internal error: TypeError: ")
    assert done.err.count("\n") == 1
    monkeypatch.setenv("LAYERLINT_TRACEBACK", "1")
    with pytest.raises(TypeError):
        inside("runtimes", folder=tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        "imports good.zip --runtime python3.12 --arch x86_64 good",
        "imports --runtime python3.12 --arch x86_64 good.zip good",
        "imports --layer good.zip --runtime python3.12 --arch arm64 good",
        "imports --runtime python3.12 --layer good.zip error.zip good",
        "links good.zip --runtime python3.12 --arch x86_64 good.so",
    ],
)
def test_names_may_follow_the_options(folder: Path, words: str) -> None:
    ran = layerlint(*words.split(), folder=folder)
    assert "unknown architecture" not in ran.err
    assert "good" in ran.out + ran.err
    assert "python3.12" in ran.out or "good.so" in ran.err
