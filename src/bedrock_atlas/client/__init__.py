"""A client of the service that goes on deciding when the service is away.

It follows the service: whenever an answer names a new revision it fetches the catalog and the policies, by their ETags.
When the service cannot be reached it decides here with the same engine over what it fetched last, and the answer says
so. It never falls back to a policy that the service did not have, because that could admit what the service denies.
"""

from __future__ import annotations

from bedrock_atlas.client.answer import Answer, Diagnosed, Refused, Unavailable
from bedrock_atlas.client.asynchronous import AsyncClient
from bedrock_atlas.client.synchronous import Client

__all__ = ["Answer", "AsyncClient", "Client", "Diagnosed", "Refused", "Unavailable"]
