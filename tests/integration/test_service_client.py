"""The client: the service's answers, and its own while the service is away."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import httpx
import pytest

from bedrock_atlas import RequestError, load_catalog, load_policy
from bedrock_atlas.client import AsyncClient, Client, Refused, Unavailable
from tests.integration.served import Served, free_port, serving

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 20)
ASK = "Sonnet 4.5, EU residency"


@pytest.fixture
def away() -> str:
    """Return the address of a service that is not there."""
    return f"http://127.0.0.1:{free_port()}"


def test_the_client_gives_the_services_answer(service: Served):
    """While the service is there its answer is given as it is, and says that it comes from the service."""
    with Client(service.url) as client:
        answer = client.decide(ASK, on=DAY)
    assert answer.data == service.decide({"ask": ASK, "on": DAY.isoformat()}).json()
    assert (answer.source, answer.stale, answer.reason) == ("service", False, None)
    assert answer
    assert answer.id == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"


def test_parts_ask_the_same(service: Served):
    """A question in parts gives what the same question in words gives."""
    with Client(service.url) as client:
        assert client.decide(model="Sonnet 4.5", residency="eu", on=DAY) == client.decide(ASK, on=DAY)


def test_the_client_decides_by_the_services_policy_when_it_is_away(tmp_path: Path, compiled: Path):
    """After the service has gone the answer is the same, decided here by its catalog and policies, and says so."""
    question = {"model": "Fable 5", "attributes": {"environment": "prod", "data": "personal", "team": "research"}}
    with serving(tmp_path, "--policy", "company", catalog=compiled) as served:
        client = Client(served.url)
        before = client.decide(**question, on=DAY)
    after = client.decide(**question, on=DAY)
    again = client.decide(**question, on=DAY)
    client.close()
    assert before.data["policies"][0]["name"] == "company"
    assert (after.source, after.stale, after.revision) == ("local", True, before.revision)
    assert after.reason
    assert after.data == before.data == again.data


def test_the_asynchronous_client_does_the_same(tmp_path: Path, compiled: Path):
    """AsyncClient gives the service's answer and decides by the service's facts when it has gone."""

    async def ask() -> None:
        with serving(tmp_path, catalog=compiled) as served:
            client = AsyncClient(served.url)
            before = await client.decide(ASK, on=DAY)
            assert before.source == "service"
        async with client:
            after = await client.decide(ASK, on=DAY)
        assert after.source == "local"
        assert after.data == before.data

    asyncio.run(ask())


def test_an_error_is_told_by_the_service_and_without_it(tmp_path: Path, compiled: Path):
    """What an error means is what the service says, and the same from its facts when it has gone."""
    call = {"id": "eu.amazon.nova-lite-v1:0", "source": "us-west-2"}
    text = "ValidationException: The provided model identifier is invalid."

    class ValidationException(Exception):  # noqa: N818  # AWS's own name
        pass

    with serving(tmp_path, catalog=compiled) as served:
        client = Client(served.url)
        client.decide(ASK, on=DAY)
        there = client.diagnose(text, on=DAY, **call)
        caught = client.diagnose(ValidationException(text.partition(": ")[2]), on=DAY, **call)
    here = client.diagnose(text, on=DAY, **call)
    client.close()
    assert (there.source, there.stale, here.source, here.stale) == ("service", False, "local", True)
    assert there
    assert there.data == caught.data == here.data
    assert [one["slug"] for one in there.causes] == ["not-from-region"]
    assert there.fixes[0]["id"] == call["id"]

    async def ask() -> None:
        async with AsyncClient(served.url, policy=load_policy()) as other:
            assert not await other.diagnose("disk full", on=DAY)
            with pytest.raises(RequestError, match="unknown Region"):
                await other.diagnose(text, source="mars-1")

    asyncio.run(ask())


def test_nothing_is_admitted_by_a_policy_that_the_service_never_had(away: str):
    """A client that never reached the service has no policy of its own accord and raises."""
    with Client(away) as client, pytest.raises(Unavailable, match="no policy to decide by"):
        client.decide(ASK)


def test_a_policy_that_was_given_decides_until_the_service_is_reached(away: str, compiled: Path):
    """Given a policy, the client decides from the start; what is not understood is an error here as there."""
    catalog = load_catalog(compiled)
    with Client(away, catalog=catalog, policy=load_policy(catalog=catalog)) as client:
        answer = client.decide(ASK, on=DAY)
        assert (answer.source, answer.revision) == ("local", None)
        assert answer.id == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
        with pytest.raises(RequestError, match="unknown model"):
            client.decide("Sonet 4.5")
        with pytest.raises(Unavailable, match="only it can add policies"):
            client.decide(ASK, policies=["eu-residency"])


def test_a_question_the_service_does_not_take_is_no_reason_to_decide_here(service: Served):
    """A problem of the question comes back as Refused with its slug, whoever could decide locally."""
    with Client(service.url, policy=load_policy()) as client:
        client.decide(ASK)
        with pytest.raises(Refused, match="unknown model") as caught:
            client.decide("Sonet 4.5")
    assert (caught.value.status, caught.value.slug) == (422, "unknown-model")


def test_the_client_shows_its_token(tmp_path: Path, compiled: Path):
    """With the token it is let in; without it is refused and does not decide by itself."""
    with serving(tmp_path, catalog=compiled, BEDROCK_ATLAS_TOKENS="a-token-of-some-length") as served:
        with Client(served.url, token="a-token-of-some-length") as client:  # noqa: S106  # made for this test
            assert client.decide(ASK).source == "service"
        with Client(served.url, policy=load_policy()) as client, pytest.raises(Refused) as caught:
            client.decide(ASK)
    assert caught.value.status == 401


def test_a_question_is_one_thing(away: str):
    """An ask and a model together, or neither, is a mistake of the caller."""
    with Client(away) as client:
        for wrong in ({}, {"ask": ASK, "model": "Sonnet 4.5"}):
            with pytest.raises(TypeError):
                client.decide(**wrong)


def test_an_address_that_is_none_is_told(away: str):
    """A URL that is none is the caller's mistake, not a service that is away."""
    with Client("nonsense") as client, pytest.raises((httpx.UnsupportedProtocol, Unavailable)):
        client.decide(ASK)
    assert away
