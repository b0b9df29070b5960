"""One call to AWS, all its pages: an answer, never an exception.

botocore drops every field that its own model does not know, and a new field is news here, so items are taken from the
body it parsed. Retries are botocore's own (adaptive); around them stands one deadline for the whole run, looked at
before each attempt. A list that fails half-way is no list.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.observe.refusals import DeadlineError, Malformed, classify
from bedrock_atlas.aws.observe.snapshot import CallResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bedrock_atlas.aws.observe.snapshot import State

__all__ = ["MAX_PAGES", "Asker", "Listing"]

MAX_PAGES = 100
"""More pages than this are no list: AWS's longest has a few hundred entries, at a hundred a page."""
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Listing:
    """A call that lists: boto3's method, the key of its items, the key of an item's ID, the name of its token."""

    method: str
    items: str
    id: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    token: str = "nextToken"  # noqa: S105  # a page's, not a secret


class Asker:
    """A boto3 client and what is watched around it: the raw body, the attempts, the deadline. It serves one thread.

    `opt_in` says that the Region is one an account must enable; `deadline` is a time of the monotonic clock.
    """

    def __init__(self, client: Any, mask: Callable[[str], str], deadline: float, *, opt_in: bool = False) -> None:  # noqa: ANN401  # boto3 has no types
        """Watch the events of the client."""
        self._client, self._mask, self._deadline, self._opt_in = client, mask, deadline, opt_in
        self._body: bytes = b""
        self._attempts = self._calls = self._pages = 0
        self._throttled = False
        client.meta.events.register("before-send", self._before_send)
        client.meta.events.register("before-parse", self._before_parse)

    def unfinished(self) -> CallResult:
        """Return the answer of a call that is still open when nobody waits any more."""
        state: State = "throttled" if self._throttled else "unreachable"
        text = "the time for the run was over before AWS had answered"
        return CallResult(state, (), text, self._pages, max(0, self._attempts - self._calls))

    def pages(self, listing: Listing) -> CallResult:
        """Read all pages of a list."""
        return self._answer(lambda: self._read_pages(listing))

    def each(self, method: str, parameter: str, ids: Iterable[str]) -> CallResult:
        """Call once for each ID; where AWS does not know one, its item has the ID and the error's code."""
        return self._answer(lambda: self._read_each(method, parameter, ids))

    def tagged(self, listed: CallResult) -> CallResult:
        """Return a list of profiles with the tags of each; where one cannot be read the list is none."""
        if listed.state != "observed":
            return listed
        found = self._answer(lambda: [{**item, "tags": self._tags(item)} for item in listed.items])
        return replace(found, pages=listed.pages + len(found.items), retries=listed.retries + found.retries)

    def _tags(self, item: Mapping[str, Any]) -> list[Any]:
        tags = self._call("list_tags_for_resource", {"resourceARN": item["inferenceProfileArn"]}).get("tags")
        if not isinstance(tags, list):
            raise Malformed("there is no list `tags`")
        return tags

    def _answer(self, ask: Callable[[], list[dict[str, Any]]]) -> CallResult:
        self._attempts = self._calls = self._pages = 0
        self._throttled = False
        try:
            items = ask()
            state: State = "observed"
            text = ""
        except Exception as error:  # noqa: BLE001  # whatever it was, it is the state of this call and of no other
            items = []
            state, text = classify(error, self._mask, opt_in=self._opt_in)
            if isinstance(error, DeadlineError) and self._throttled:
                state = "throttled"
        return CallResult(state, tuple(items), text, self._pages, max(0, self._attempts - self._calls))

    def _read_pages(self, listing: Listing) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        parameters, seen = dict(listing.parameters), set()
        while True:
            body = self._call(listing.method, parameters)
            items += _entries(body, listing)
            self._pages += 1
            token = body.get(listing.token)
            if not token:
                return items
            if token in seen or self._pages >= MAX_PAGES:
                raise Malformed(f"`{listing.token}` never ends: page {self._pages} names another one")
            seen.add(token)
            parameters[listing.token] = token

    def _read_each(self, method: str, parameter: str, ids: Iterable[str]) -> list[dict[str, Any]]:
        from botocore.exceptions import ClientError

        items = []
        for one in ids:
            try:
                items.append(self._call(method, {parameter: one}))
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code not in {"ResourceNotFoundException", "ValidationException"}:
                    raise
                items.append({parameter: one, "error": code})
            self._pages += 1
        return items

    def _call(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Call once and give the body as AWS sent it."""
        self._calls += 1
        getattr(self._client, method)(**parameters)
        body = json.loads(self._body)
        if not isinstance(body, dict):
            raise Malformed("the answer is no object")
        return body

    def _before_send(self, **_: Any) -> None:  # noqa: ANN401  # botocore's own
        if time.monotonic() >= self._deadline:
            raise DeadlineError("the time for the run is over")
        self._attempts += 1

    def _before_parse(self, response_dict: Mapping[str, Any], **_: Any) -> None:  # noqa: ANN401  # botocore's own
        self._body = response_dict["body"]
        promised = response_dict["headers"].get("content-length", "")
        if (
            promised.isdigit()
            and len(self._body) < int(promised)
            and "content-encoding" not in response_dict["headers"]
        ):
            raise ConnectionError(f"the connection was cut after {len(self._body)} of {promised} bytes")
        kind = response_dict["headers"].get("x-amzn-errortype", "")
        self._throttled = response_dict["status_code"] == _TOO_MANY or "Throttl" in kind


def _entries(body: Mapping[str, Any], listing: Listing) -> list[dict[str, Any]]:
    """Return the items of one page; raises Malformed when there is no list, or an entry in it has no ID."""
    entries = body.get(listing.items)
    if not isinstance(entries, list):
        raise Malformed(f"there is no list `{listing.items}`")
    for entry in entries:
        if listing.id and not (isinstance(entry, dict) and isinstance(entry.get(listing.id), str)):
            raise Malformed(f"an entry of `{listing.items}` has no `{listing.id}`")
    return entries
