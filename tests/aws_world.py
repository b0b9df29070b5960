"""What AWS would answer if a catalog were true: the lists of every Region in AWS's wire shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog

ACCOUNT = "210987654321"
WORDS = {
    "embedding": "EMBEDDING",
    "speech": "SPEECH",
    "text": "TEXT",
    "image": "IMAGE",
    "video": "VIDEO",
    "audio": "AUDIO",
}
DATES = {
    "start_of_life": "startOfLifeTime",
    "legacy": "legacyTime",
    "public_extended_access": "publicExtendedAccessTime",
    "end_of_life": "endOfLifeTime",
}


def world_of(catalog: Catalog, on: date, regions=None) -> dict[str, dict[str, list[dict]]]:
    """Return Region → {"models": […], "profiles": […]} as ListFoundationModels and ListInferenceProfiles would."""
    world = {code: {"models": [], "profiles": []} for code in (catalog.regions if regions is None else regions)}
    for model in catalog:
        summaries: dict[str, dict] = {}
        for row in model.rows:
            if not row.holds(on) or row.endpoint != "bedrock-runtime":
                continue
            for source in row.sources:
                if model.lifecycle_in(source).status(on) not in {"ACTIVE", "LEGACY"}:
                    continue
                partition = catalog.regions[source].partition
                summary = summaries.setdefault(source, summary_of(catalog, model, source, partition, on))
                kind = "ON_DEMAND" if row.geography is None else "INFERENCE_PROFILE"
                if kind not in summary["inferenceTypesSupported"]:
                    summary["inferenceTypesSupported"].append(kind)
                if row.geography is not None and source in world:
                    everywhere = row.destinations == catalog.commercial
                    reached = ["", source] if everywhere else sorted(row.destinations, reverse=True)
                    world[source]["profiles"].append(
                        profile_of(row.geography, model.id, model.name, source, partition, reached)
                    )
        for source, summary in summaries.items():
            if source in world:
                world[source]["models"].append(summary)
    return world


def summary_of(catalog, model, source, partition, on) -> dict:
    known, life = catalog.document["models"][model.id].get("lifecycle", {}), model.lifecycle_in(source)
    told = {key: known.get(key) if key == "start_of_life" else getattr(life, key) for key in DATES}
    return {
        "modelArn": f"arn:{partition}:bedrock:{source}::foundation-model/{model.id}",
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider.title(),
        "inputModalities": [WORDS[word] for word in model.modalities.get("input", ())],
        "outputModalities": [WORDS[word] for word in model.modalities.get("output", ())],
        "responseStreamingSupported": True,
        "customizationsSupported": [],
        "inferenceTypesSupported": [],
        "modelLifecycle": {
            "status": life.status(on),
            **{name: f"{day}T00:00:00Z" for key, name in DATES.items() if (day := told[key])},
        },
    }


def profile_of(prefix, model_id, name, source, partition, reached) -> dict:  # noqa: PLR0913, PLR0917  # all there is
    return {
        "inferenceProfileName": f"{prefix.upper()} {name}",
        "description": f"Routes requests to {name}",
        "createdAt": "2026-01-02T03:04:05Z",
        "updatedAt": "2026-01-02T03:04:05.678Z",
        "inferenceProfileArn": f"arn:{partition}:bedrock:{source}:{ACCOUNT}:inference-profile/{prefix}.{model_id}",
        "models": [{"modelArn": f"arn:{partition}:bedrock:{code}::foundation-model/{model_id}"} for code in reached],
        "inferenceProfileId": f"{prefix}.{model_id}",
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    }
