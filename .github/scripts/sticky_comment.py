"""Keep one comment on a pull request up to date: the first one with our mark is edited, else one is made.

Takes a Markdown file. Reads GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN and PULL_REQUEST from the environment.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from urllib.request import Request, urlopen

MARK = "<!-- bedrock-atlas -->"
LONGEST = 60_000  # a comment holds 65,536 characters


def call(method: str, url: str, data: object = None) -> object:
    """Send one request to the API and give its answer."""
    headers = {"Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}", "Accept": "application/vnd.github+json"}
    body = None if data is None else json.dumps(data).encode()
    with urlopen(Request(url, body, headers, method=method), timeout=30) as answer:  # noqa: S310  # GitHub's own address
        return json.load(answer)


def main(path: str) -> None:
    """Write the comment."""
    text = Path(path).read_text("utf-8")
    if len(text) > LONGEST:
        text = text[: text.rfind("\n", 0, LONGEST)] + "\n\n… the rest is in the summary of the job\n"
    issue = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    listing, page = f"{issue}/{os.environ['PULL_REQUEST']}/comments", 1
    while comments := call("GET", f"{listing}?per_page=100&page={page}"):
        for comment in comments:
            if comment["body"].startswith(MARK):
                call("PATCH", f"{issue}/comments/{comment['id']}", {"body": f"{MARK}\n{text}"})
                return
        page += 1
    call("POST", listing, {"body": f"{MARK}\n{text}"})


if __name__ == "__main__":
    main(sys.argv[1])
