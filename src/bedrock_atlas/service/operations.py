"""The table of everything that can be asked over HTTP: routes and the OpenAPI document are both made from it."""

from __future__ import annotations

from bedrock_atlas.service import endpoints, views
from bedrock_atlas.service.operation import Operation
from bedrock_atlas.service.parameters import (
    ASK,
    ID,
    LANGUAGE,
    MODEL,
    ON,
    POLICIES,
    RESIDENCY,
    ROLE,
    SOURCE,
    WITHIN,
)
from bedrock_atlas.service.questions import Ask, Batch, OpaInput, Parts, Together, Trouble
from bedrock_atlas.service.schemas import Decided, Decision, Decisions, Diagnosis, JointDecision, OpaResult

__all__ = ["OPERATIONS"]

TEXT = ("text/plain",)

OPERATIONS = (
    Operation("POST", "/v1/decision", "decide", "Answer one question", endpoints.decide,
              body=(Ask, Parts), answer=Decided),
    Operation("GET", "/v1/decision", "ask", "Answer one question, cacheable", endpoints.ask, (ASK, ON, POLICIES),
              answer=Decision),
    Operation("POST", "/v1/decisions", "decideMany", "Answer up to 1,000 questions", endpoints.batch,
              body=(Batch,), answer=Decisions),
    Operation("POST", "/v1/decision/together", "decideTogether",
              "Answer several roles from one source Region that has them all", endpoints.together,
              body=(Together,), answer=JointDecision),
    Operation("POST", "/v1/data/bedrock/decision", "decideAsOpa", "Answer in OPA's envelope", endpoints.opa,
              body=(OpaInput,), answer=OpaResult),
    Operation("POST", "/v1/diagnosis", "diagnose", "Say what an error of Amazon Bedrock means here",
              endpoints.diagnosis, body=(Trouble,), answer=Diagnosis),
    Operation("GET", "/v1/models", "models", "Give every model as it stands on a date", views.models, (ON,)),
    Operation("GET", "/v1/models/{id}", "model", "Give everything known of one model", views.model, (ID, ON)),
    Operation("GET", "/v1/profiles", "profiles", "Give the inference profiles that may be called on a date",
              views.profiles, (ON,)),
    Operation("GET", "/v1/regions", "regions",
              "Give the Regions with their residencies, and how many models each can call on a date",
              views.regions, (ON,)),
    Operation("GET", "/v1/lifecycle", "lifecycle", "Give lifecycle dates ahead, soonest first", views.lifecycle,
              (ON, WITHIN)),
    Operation("GET", "/v1/matrix", "matrix",
              "Give models against geographies on a date, a cell with its endpoints", views.matrix,
              (ON,)),
    Operation("GET", "/v1/history", "history", "Give every model over all time, in intervals", views.history),
    Operation("GET", "/v1/policies", "policies", "Give what judges a question, and what else may be named",
              views.policies, (POLICIES,)),
    Operation("GET", "/v1/catalog", "catalog", "Give the compiled catalog", endpoints.catalog),
    Operation("GET", "/v1/table", "table",
              "Give every answer about one model or role, as rows that hold for an interval of days",
              endpoints.table, (MODEL, ROLE, RESIDENCY, SOURCE)),
    Operation("GET", "/v1/snippet", "snippet", "Write code that calls the answer", endpoints.snippet,
              (ASK, ON, POLICIES, LANGUAGE), kinds=("application/json", *TEXT)),
    Operation("GET", "/healthz", "alive", "Say that the process answers", endpoints.health, guarded=False),
    Operation("GET", "/readyz", "ready", "Say whether there are facts to answer from", endpoints.ready, guarded=False),
    Operation("GET", "/metrics", "metrics", "Give metrics for Prometheus", endpoints.metrics, kinds=TEXT),
)  # fmt: skip
