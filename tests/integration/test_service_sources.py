"""What a service is made from: catalogs with overlays and policies of one's own, as the command line takes them."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from bedrock_atlas.facts.catalog import SCHEMA
from tests.integration.served import COMMAND, ROOT, environment, serving, wait_until

if TYPE_CHECKING:
    from pathlib import Path

OVERLAY = ROOT / "tests" / "samples" / "overlay"
DACH = {"ask": "Acme Tuned, residency dach", "on": "2026-11-20"}
ALPINE = """\
policy: alpine
title: the Alps
residencies: {alpine: {title: Alpine countries, countries: [AT, CH, IT]}}
"""


def checked(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Let `serve --check` read everything and stop."""
    command = [*COMMAND, *arguments, "serve", "--check", "--port", "0"]
    return subprocess.run(command, env=environment(**more), capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--catalog", "catalog", "--catalog", str(OVERLAY)),
        ("--catalog", str(OVERLAY), "--catalog", "catalog"),
        ("--catalog", str(OVERLAY)),
    ],
    ids=["over a folder", "before a folder", "alone"],
)
def test_an_overlay_is_served(arguments: tuple[str, ...]):
    """Overlays lie over the catalog that is named with them, or over the shipped one, as for every other command."""
    done = checked(*arguments)
    assert done.returncode == 0, done.stderr
    assert "+acme, policy default" in done.stderr


def test_an_overlay_over_a_compiled_file_is_served(compiled: Path):
    """A compiled catalog takes an overlay like a folder does; one of an old format and a damaged one are findings."""
    assert "+acme, policy default" in checked("--catalog", str(compiled), "--catalog", str(OVERLAY)).stderr
    damaged = compiled.with_name("damaged.json")
    for schema, slug in ((1, "unknown-format"), (SCHEMA, "wrong-schema")):
        damaged.write_text(json.dumps({"schema": schema, "models": []}), "utf-8")
        done = checked("--catalog", str(damaged), "--catalog", str(OVERLAY))
        assert (done.returncode, f"{damaged}:1:1: error[{slug}]" in done.stderr) == (2, True), done.stderr


def test_overlays_in_the_environment(compiled: Path):
    """BEDROCK_ATLAS_CATALOG may name several, joined like PATH."""
    code = (
        "import asyncio\nfrom bedrock_atlas.service.reading import load_state\n"
        "from bedrock_atlas.service.settings import Settings\n"
        "print(asyncio.run(load_state(Settings.from_environment())).catalog.version)"
    )
    env = environment(BEDROCK_ATLAS_CATALOG=f"{compiled}:{OVERLAY}")
    done = subprocess.run([*COMMAND[:2], code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("+acme"), done.stderr


def test_an_overlay_is_followed(tmp_path: Path, compiled: Path):
    """What changes in an overlay takes over; one that is broken is told with its line and changes nothing."""
    folder = tmp_path / "acme"
    shutil.copytree(OVERLAY, folder)
    path = folder / "overlay.yaml"
    text = path.read_text("utf-8")
    with serving(tmp_path, "--catalog", str(compiled), "--catalog", str(folder)) as served:
        assert served.decide(DACH).json()["id"] == "acme.tuned-v1:0"
        path.write_text(text.replace("overlay: acme", "overlay: acme2"), "utf-8")
        wait_until(lambda: served.decide(DACH).json()["catalog"]["version"].endswith("+acme2"), 20)
        path.write_text(text.replace("countries: [AT, CH, DE]", "countries: [AT, CH, ZZ]"), "utf-8")
        wait_until(lambda: served.client.get("/readyz").json()["last_reload_failed"], 20)
        assert f"{path}:4:" in served.log
        assert served.decide(DACH).json()["catalog"]["version"].endswith("+acme2")


def test_a_policys_own_residency_limits_the_table(tmp_path: Path, compiled: Path):
    """`/v1/table?residency=` knows the residencies of the service's policies, as the command line's `table` does."""
    (tmp_path / "alpine.yaml").write_text(ALPINE, "utf-8")
    with serving(tmp_path, "--policy", str(tmp_path / "alpine.yaml"), catalog=compiled) as served:
        answer = served.client.get("/v1/table", params={"model": "Sonnet 4.6", "residency": "alpine"})
        assert answer.status_code == 200, answer.text
        assert {row["residency"] for row in answer.json()["rows"]} == {"alpine"}
        unknown = served.client.get("/v1/table", params={"model": "Sonnet 4.6", "residency": "alpin"})
        assert (unknown.status_code, unknown.json()["hint"]) == (422, "did you mean `alpine`?")
