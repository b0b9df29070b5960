"""Models, profiles, Regions, lifecycle, matrix and cards over HTTP: the data that the command line prints as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bedrock_atlas.cli import run
from bedrock_atlas.listings.live import IN_REGION

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.served import Served

DAYS = ["2025-12-01", "2026-11-20", "2027-06-01"]
EVERY = "--status=upcoming,active,legacy,eol"
LISTS = {
    "/v1/models": ("models", "models", EVERY),
    "/v1/profiles": ("profiles", "profiles", EVERY),
    "/v1/regions": ("regions", "regions"),
    "/v1/lifecycle": ("events", "lifecycle"),
    "/v1/matrix": ("rows", "matrix"),
}


@pytest.fixture
def printed(compiled: Path, capfd):
    """Return a function that runs a command and reads the JSON it prints."""

    def command(*arguments: str) -> object:
        assert run(["--catalog", str(compiled), *arguments, "-o", "json"]) == 0
        return json.loads(capfd.readouterr().out)

    return command


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_the_command_lines(service: Served, printed, path, on):
    """Each list has the records that `-o json` prints, key for key and in the same order."""
    name, *command = LISTS[path]
    answer = service.client.get(path, params={"on": on})
    assert answer.status_code == 200, answer.text
    assert answer.json()[name] == printed(*command, "--on", on)
    assert answer.json()[name]


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("name", ["Fable 5", "Opus 5.5", "sonnet-4.5", "Jamba 1.5 Mini"])
def test_a_card_is_the_command_lines(service: Served, printed, name, on):
    """`/v1/models/{id}` is what `show -o json` prints, on the same date."""
    answer = service.client.get(f"/v1/models/{name}", params={"on": on})
    assert answer.json() == printed("show", name, "--on", on)
    assert list(answer.json()) == list(printed("show", name, "--on", on))


def test_within_bounds_the_lifecycle(service: Served, printed):
    """`within` is the days that `--within` takes."""
    events = service.client.get("/v1/lifecycle", params={"on": "2026-11-20", "within": 90}).json()["events"]
    assert events == printed("lifecycle", "--within", "90d", "--on", "2026-11-20")


def test_a_cell_tells_endpoints_apart(service: Served):
    """Of the models with an ID of their own to call, those on bedrock-mantle alone are told from the others."""
    said = service.client.get("/v1/matrix", params={"on": "2026-11-20"}).json()
    cells = [set(row["geographies"][IN_REGION]) for row in said["rows"]]
    counts = [cells.count(kind) for kind in ({"bedrock-runtime"}, {"bedrock-mantle"})]
    assert counts == [39, 28]
    assert cells.count({"bedrock-runtime", "bedrock-mantle"}) == 39
    assert said["columns"] == list(said["rows"][0]["geographies"])
    unknown = [row["name"] for row in said["rows"] if None in row["geographies"]["us-gov"].values()]
    assert unknown == ["Claude Fable 5.1", "Claude Opus 5.5"]


@pytest.mark.parametrize("on", DAYS)
def test_the_history_tells_what_the_lists_tell(service: Served, on):
    """On a date the interval of a model has the status and the routes that the list of models has."""
    history = service.client.get("/v1/history").json()["models"]
    listed = {one["id"]: one for one in service.client.get("/v1/models", params={"on": on}).json()["models"]}
    for model in history:
        (now,) = [
            one
            for one in model["intervals"]
            if (one["since"] is None or one["since"] <= on) and (one["until"] is None or on < one["until"])
        ]
        record = listed[model["id"]]
        assert (now["status"], now["geographies"]) == (record["status"], record["geographies"])
        assert {route["geography"] or IN_REGION for route in now["routes"]} == {
            column for column, endpoints in record["geographies"].items() if None not in endpoints.values()
        }
