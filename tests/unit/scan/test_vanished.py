from __future__ import annotations

from datetime import date, timedelta

from bedrock_atlas.loading import load_catalog, load_policy
from bedrock_atlas.scan.finder import Finder
from bedrock_atlas.scan.judge import Judge
from bedrock_atlas.scan.run import Scan
from bedrock_atlas.scan.served import Service

ON = date(2026, 11, 20)


def test_a_file_that_vanishes_is_told_and_the_rest_is_scanned(tmp_path):
    """A file that is gone when its turn comes is a problem with its name; the files after it are still judged."""
    catalog = load_catalog()
    names = ["first.py", "gone.py", "last.py"]
    for name in names:
        (tmp_path / name).write_text('model = "anthropic.claude-3-7-sonnet-20250219-v1:0"\n', "utf-8")

    def listed():
        """List the files as a walk does, while somebody deletes one of them."""
        yield str(tmp_path / names[0])
        (tmp_path / names[1]).unlink()
        yield from (str(tmp_path / name) for name in names[1:])

    service = Service(catalog, load_policy(catalog=catalog), on=ON)
    job = Scan(Finder(catalog), Judge(service, within=timedelta(days=180)))
    found = list(job.run(listed()))
    assert [one.path.rpartition("/")[2] for one in found] == ["first.py", "last.py"]
    assert [(one.path.rpartition("/")[2], one.reason) for one in job.problems] == [
        ("gone.py", "no such file or directory")
    ]
