"""Lines from and to a process whose standard streams are pipes of text."""

import subprocess


def read_line(process: "subprocess.Popen[str]") -> str:
    """Return the next line that a process prints; empty at its end."""
    assert process.stdout is not None
    return process.stdout.readline()


def write_line(process: "subprocess.Popen[str]", line: str) -> None:
    """Write a line to the standard input of a process."""
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
