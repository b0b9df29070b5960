"""The same question and the same rules put to other engines, in one process and in turn.

Run by `make bench`, this installs each peer and this package's wheel in an environment of their own (`build/peers`, or
BEDROCK_ATLAS_PEERS) and runs itself there. A peer that does not install is named and left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEERS = {
    "bedrock-models": ["bedrock-models==0.1.165"],
    "OPA (Go, in process)": ["--ignore-requires-python", "opa_golib_python_bindings"],
    "Cedar (Rust)": ["cedarpy"],
    "CEL (Rust), filter alone": ["common-expression-language"],
    "rego-cpp": ["regopy"],
    "LiteLLM Router, Region filter alone": ["litellm"],
}
AIMS = {
    "bedrock-models": 100, "OPA (Go, in process)": 8, "Cedar (Rust)": 30, "CEL (Rust), filter alone": 4,
    "LiteLLM Router, Region filter alone": 300,
}  # fmt: skip
ASK = "Sonnet 4.6, EU residency, from eu-central-1, environment=prod, data=personal, team=research"


def environment_of_peers():
    """Make the environment with every peer that installs, and give its interpreter."""
    folder = Path(os.environ.get("BEDROCK_ATLAS_PEERS", ROOT / "build" / "peers"))
    python = folder / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for words in PEERS.values():
        subprocess.run([*pip, *words], check=False, capture_output=True)
    wheels = folder / "wheels"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", *map(str, wheels.glob("*.whl"))], check=True)
    return python


def test_peers():
    """decide() under the company's rules beside six peers."""
    done = subprocess.run([str(environment_of_peers()), __file__], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    sys.stdout.write(done.stdout or done.stderr)
    assert done.returncode == 0, done.stderr[-2000:]


# --- below runs in the environment of the peers


def candidates(decision):
    """Return the routes as the plain facts that the rules of every engine look at."""
    model, on = decision.model, decision.on
    for route in decision.candidates.routes:
        life = model.lifecycle_in(route.source)
        price = model.price(route, on)
        usd = price.usd_per_mtok if price else {}
        yield {
            "id": route.id, "source": route.source, "endpoint": route.endpoint, "scope": route.scope,
            "destinations": sorted(route.destinations), "provider": model.provider, "tier": model.tier,
            "status": life.status(on), "days_to_eol": life.days_to_end_of_life(on) or 100_000,
            "days_since_launch": (on - life.start_of_life).days, "retention": model.retention_on(on) or "none",
            "price_input": float(usd.get("input", 1e9)), "price_output": float(usd.get("output", 1e9)),
            "premium": float(price.over_base) if price else 1e9,
            "since": str(route.since or route.seen or "0001-01-01"), "until": str(route.until or "9999-12-31"),
        }  # fmt: skip


# the rules of policies/company.yaml that remove routes, and what the request itself demands: (id, when, reject if)
RULES = [
    ("approved-providers", "", "!(c.provider in ['amazon', 'anthropic', 'cohere'])"),
    ("personal-in-eu", "r.data == 'personal'", "!c.destinations.all(d, d in r.eu)"),
    ("internal-near", "r.data == 'internal'", "c.scope == 'global'"),
    ("no-retention", "r.data in ['internal', 'personal']", "c.retention != 'none'"),
    ("no-legacy-in-prod", "r.environment == 'prod' && r.team in ['research', 'platform', 'support']",
     "c.status == 'LEGACY'"),
    ("no-legacy-for-search", "r.environment == 'prod' && r.team == 'search' && r.on >= '2027-02-01'",
     "c.status == 'LEGACY'"),
    ("no-sunset", "r.environment in ['prod', 'staging']", "c.days_to_eol < 60"),
    ("settled-in-prod", "r.environment == 'prod'", "c.days_since_launch < 14"),
    ("price-cap", "r.team in ['search', 'support']", "c.price_input > 5.5 || c.price_output > 27.5"),
    ("no-premium-for-public", "r.data == 'public' && r.environment in ['dev', 'staging']", "c.premium > 1.0"),
    ("dev-stays-small", "r.environment == 'dev' && r.team in ['search', 'support', 'platform']",
     "c.tier in ['fable', 'mythos', 'opus'] || c.days_since_launch < 7"),
    ("request.residency", "", "!c.destinations.all(d, d in r.eu)"),
    ("request.source", "", "c.source != r.source"),
    ("request.endpoint", "", "c.endpoint != 'bedrock-runtime'"),
    ("lifecycle.not-yet", "", "c.since > r.on"),
    ("lifecycle.withdrawn", "", "c.until <= r.on"),
]  # fmt: skip


def rego():
    """Write the rules in Rego: one partial set of (candidate, rule), and the candidates that no rule rejects."""
    lines = ["package atlas", "import rego.v1", "eu := {region | some region in input.eu}"]
    for name, when, reject in RULES:
        for one in reject.replace("!c.destinations.all(d, d in r.eu)", "some d in c.destinations; not d in eu").split(
            " || "
        ):
            body = [part for part in (*when.split(" && "), *one.split("; ")) if part]
            body = [part.replace("!(", "not (").replace("r.", "input.").replace("'", '"') for part in body]
            body = [
                _braces(part.removeprefix("not (").removesuffix(")"), negated=part.startswith("not (")) for part in body
            ]
            lines.append(
                f'rejected contains [c.id, c.source, "{name}"] if {{ some c in data.candidates; {"; ".join(body)} }}'
            )
    lines.append("out contains [one[0], one[1]] if { some one in rejected }")
    lines.append("admitted contains [c.id, c.source] if { some c in data.candidates; not [c.id, c.source] in out }")
    return "\n".join(lines)


def _braces(part, *, negated):
    if "[" in part and "c.destinations" not in part:
        part = part.replace("[", "{").replace("]", "}")
    return f"not {part}" if negated else part


def cedar():
    """Write the rules in Cedar: everything is permitted and each rule forbids."""
    lines = ["permit(principal, action, resource);"]
    for name, when, reject in RULES:
        both = f"({when}) && ({reject})" if when else reject
        both = both.replace("!c.destinations.all(d, d in r.eu)", "!r.eu.containsAll(c.destinations)")
        both = both.replace("c.since > r.on", "c.begins > r.day").replace("c.until <= r.on", "c.ends <= r.day")
        both = both.replace("r.on >= '2027-02-01'", "r.day >= 20270201")
        for subject in ("c.provider", "r.data", "r.team", "r.environment", "c.tier"):
            while f"{subject} in [" in both:
                head, _, tail = both.partition(f"{subject} in [")
                values, _, rest = tail.partition("]")
                both = f"{head}[{values}].contains({subject}){rest}"
        for whole in ("5.5", "27.5", "1.0"):
            both = both.replace(f" > {whole}", f" > {round(float(whole) * 1000)}")
        both = both.replace("'", '"').replace("c.", "context.c.").replace("r.", "context.r.")
        both = both.replace("contextontext", "context")
        lines.append(f'@id("{name}") forbid(principal, action, resource) when {{ {both} }};')
    return "\n".join(lines)


def contexts(facts, request):
    """Return the facts as Cedar has them: no fractions, no text compared by order."""
    r = {**{key: value for key, value in request.items() if key != "on"}, "day": int(request["on"].replace("-", ""))}
    for one in facts:
        c = {key: round(value * 1000) if isinstance(value, float) else value for key, value in one.items()}
        c |= {"begins": int(c.pop("since").replace("-", "")), "ends": int(c.pop("until").replace("-", ""))}
        yield {"c": c, "r": r}


def main():  # noqa: C901, PLR0915  # one block a peer
    """Measure, in the environment of the peers."""
    from datetime import date

    from bedrock_atlas import Request, decide, load_catalog, load_policy
    from tests.benchmarks.timing import interleaved, machine, tell

    catalog, on = load_catalog(), date(2026, 11, 20)
    company, default = load_policy("company"), load_policy()
    question = Request.parse(ASK, catalog, company)
    plain = Request.parse("Sonnet 4.6, from eu-central-1", catalog)
    decision = decide(catalog, company, question, on=on)
    facts = list(candidates(decision))
    expected = {(one.route.id, one.route.source) for one in decision.verdicts if one.admitted}
    eu = sorted(catalog.residencies["eu"].regions)
    request = {
        "environment": "prod",
        "data": "personal",
        "team": "research",
        "source": "eu-central-1",
        "on": str(on),
        "eu": eu,
    }
    cases = {"decide, company policy": lambda: decide(catalog, company, question, on=on),
             "decide, default policy": lambda: decide(catalog, default, plain, on=on)}  # fmt: skip
    missing = {}

    def peer(name, prepare):
        """Add a peer that is installed and gives the same answer."""
        try:
            ask, admitted = prepare()
            found = admitted()
        except ImportError as error:
            missing[name] = f"not installed: {error}"
            return
        except Exception as error:  # noqa: BLE001  # a peer that fails is named, whatever it raises
            missing[name] = f"failed: {type(error).__name__}: {str(error)[:300]}"
            return
        if found is not None and found != expected:
            missing[name] = f"gives another answer: {sorted(found)[:3]} for {sorted(expected)[:3]}"
            return
        cases[name] = ask

    def bedrock_models():
        from bedrock_models import cris_model_id

        cris_model_id("anthropic.claude-sonnet-4-5-20250929-v1:0", region="eu-central-1")
        return lambda: cris_model_id("anthropic.claude-sonnet-4-5-20250929-v1:0", region="eu-central-1"), lambda: None

    def opa():
        from opa_bindings import OpaEngine

        engine = OpaEngine()
        engine.add_policy("atlas.rego", rego())
        engine.add_data({"candidates": facts})

        def ask():
            return engine.eval_document("atlas", request)

        return ask, lambda: {tuple(one) for one in ask()["admitted"]}

    def rego_cpp():
        from regopy import Interpreter

        engine = Interpreter()
        engine.add_module("atlas", rego())
        engine.add_data({"candidates": facts})

        def ask():
            engine.set_input(request)
            return engine.query("data.atlas")

        def admitted():
            (said,) = json.loads(str(ask()))["expressions"]
            return {tuple(one) for one in said["admitted"]}

        return ask, admitted

    def cedar_policy():
        from cedarpy import Decision, Entities, PolicySet, is_authorized_batch

        policies, entities = PolicySet.from_str(cedar()), Entities.from_json_str("[]")
        who = {"principal": 'User::"a"', "action": 'Action::"call"', "resource": 'Route::"r"'}
        asked = [who | {"context": json.dumps(one)} for one in contexts(facts, request)]  # fmt: skip

        def ask():
            return is_authorized_batch(asked, policies, entities)

        def admitted():
            return {(one["id"], one["source"]) for one, said in zip(facts, ask(), strict=True)
                    if said.decision == Decision.Allow}  # fmt: skip

        return ask, admitted

    def cel_filter():
        import cel

        rejected = " || ".join(f"(({when}) && ({reject}))" if when else f"({reject})" for _, when, reject in RULES)
        program = cel.compile(f"candidates.filter(c, !({rejected})).map(c, [c.id, c.source])")
        context = cel.Context(variables={"candidates": facts, "r": request})  # made once, in the peer's favour

        def ask():
            return program.execute(context)

        return ask, lambda: {tuple(one) for one in ask()}

    def litellm_router():
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
        import logging

        import litellm

        logging.disable(logging.CRITICAL)
        litellm.suppress_debug_info = True
        parts = {"model": "bedrock/anthropic.claude-sonnet-4-6", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
        deployments = [
            {"model_name": "sonnet", "litellm_params": parts | {"region_name": "eu" if one["source"] in eu else "us",
                                                                "aws_region_name": one["source"]}}
            for one in facts
        ]  # fmt: skip
        router = litellm.Router(model_list=deployments, enable_pre_call_checks=True)
        messages = [{"role": "user", "content": "hi"}]

        def ask():
            return router.get_available_deployment(
                model="sonnet", messages=messages, request_kwargs={"allowed_model_region": "eu"}
            )

        ask()
        return ask, lambda: None

    for name, prepare in zip(
        PEERS, (bedrock_models, opa, cedar_policy, cel_filter, rego_cpp, litellm_router), strict=True
    ):
        peer(name, prepare)
    times = interleaved(cases, rounds=7)
    mine = times["decide, company policy"]
    rows = []
    for name, us in times.items():
        over = us / (times["decide, default policy"] if name == "bedrock-models" else mine)
        aim = f" (aim >= {AIMS[name]})" if name in AIMS else ""
        rows.append((name, f"{us:,.1f} us", "" if name.startswith("decide") else f"{over:,.0f} x decide{aim}"))
    tell(f"{ASK}\n  {len(facts)} candidates, {len(RULES)} rules, {machine()}", rows)
    for name, why in missing.items():
        sys.stdout.write(f"  {name}: {why}\n")


if __name__ == "__main__":
    main()
