"""What `doctor` finds on this machine: the AWS CLI and boto3, and the line that each check is told in."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Literal

__all__ = ["Line", "State", "aws_cli", "boto3_version"]

State = Literal["ok", "warning", "failed", "not allowed"]

CLI_AT_LEAST = (2, 13, 23)
BOTO3_AT_LEAST = (1, 28, 59)


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what was checked, how it is, and the command that fixes it (empty when there is nothing to fix)."""

    state: State
    check: str
    message: str
    fix: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON data."""
        return {"state": self.state, "check": self.check, "message": self.message, "fix": self.fix}


def aws_cli() -> Line:
    """Check the version of the AWS CLI, where there is one."""
    path = shutil.which("aws")
    if path is None:
        return Line("ok", "AWS CLI", "not installed, and not needed")
    url = "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603  # found on PATH
    except (OSError, subprocess.SubprocessError) as error:
        return Line("warning", "AWS CLI", f"it cannot be run: {type(error).__name__}", url)
    found = re.search(r"aws-cli/(\d+)\.(\d+)\.(\d+)", done.stdout + done.stderr)
    if found is None:
        return Line("warning", "AWS CLI", "`aws --version` does not say a version", url)
    version = tuple(map(int, found.groups()))
    text = ".".join(found.groups())
    if version < CLI_AT_LEAST:
        return Line("failed", "AWS CLI", f"{text} is older than {'.'.join(map(str, CLI_AT_LEAST))}", url)
    return Line("ok", "AWS CLI", text)


def boto3_version() -> Line:
    """Check the version of boto3."""
    import boto3

    version = tuple(int(part) for part in boto3.__version__.split(".")[:3])
    if version < BOTO3_AT_LEAST:
        least = ".".join(map(str, BOTO3_AT_LEAST))
        return Line("failed", "boto3", f"{boto3.__version__} is older than {least}", f"pip install 'boto3>={least}'")
    return Line("ok", "boto3", boto3.__version__)
