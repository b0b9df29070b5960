"""`serve`: the HTTP decision point and its page.

Everything that can be wrong (facts, policies, tokens, the address) is found before the first request is taken.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import subcommand
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from bedrock_atlas.service.settings import Settings

__all__ = ["command"]

PORT = 8321


@subcommand(
    "serve",
    "bedrock-atlas serve --check --port 0",
    "bedrock-atlas serve --check --port 0 --policy company --workers 2",
)
@click.option("--catalog", "own", multiple=True, metavar="PATH", help="The same as --catalog before the command.")
@click.option("--policy", "policies", multiple=True, metavar="FILE", help="A policy to judge by; all of them apply.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A Host name to answer to. Repeatable.")
@click.option("--token-file", metavar="FILE", help="Bearer tokens that are let in, one a line.")
@click.option("--tokens", envvar="BEDROCK_ATLAS_TOKENS", default="", hidden=True)
@click.option("--insecure", is_flag=True, help="Listen beyond loopback without tokens or client certificates.")
@click.option("--tls-cert", metavar="FILE", help="The certificate to show, PEM.")
@click.option("--tls-key", metavar="FILE", help="Its key, PEM.")
@click.option("--client-ca", metavar="FILE", help="Let in only clients with a certificate of this authority, PEM.")
@click.option(
    "--patience",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.1, 300),
    metavar="SECONDS",
    help="How long a client may take to send a request's head, and as long for its body.",
)
@click.option(
    "--watch/--no-watch", default=True, show_default=True, help="Reload when files change; SIGHUP always does."
)
@click.option("--access-log", is_flag=True, help="Log a line a request.")
@click.option(
    "--decision-log", metavar="FILE", help="Write a line a decision, as JSON; with several workers a file each."
)
@click.option("--traces", is_flag=True, help="Make OpenTelemetry spans; needs the extra `otel`.")
@click.option(
    "--log-level", default="info", show_default=True, type=click.Choice(["debug", "info", "warning", "error"])
)
@click.option("--check", is_flag=True, help="Read everything, bind the address, say what would be served and stop.")
@click.pass_obj
def command(catalog: tuple[str, ...], /, *, own: tuple[str, ...], check: bool, **options: Any) -> None:  # noqa: ANN401  # the options above
    """Answer over HTTP: decisions under /v1, metrics, and a page for people.

    Listens on loopback unless told otherwise, and beyond it only with tokens (--token-file or BEDROCK_ATLAS_TOKENS) or
    client certificates. A catalog or policy that becomes unreadable never replaces the one that answers.
    """
    try:
        import uvicorn  # noqa: F401  # asked for before anything is bound
    except ImportError as error:
        hint = "pip install 'bedrock-atlas[service]'"
        raise RequestError(
            f"the service needs the package `{error.name}`", slug="missing-package", hint=hint
        ) from error
    from bedrock_atlas.service.reading import load_state
    from bedrock_atlas.service.server import freeze, listen, run

    settings, tls = _settings(own or catalog, options), _tls(options)
    _refuse_open_door(settings, options)
    freeze()
    state = asyncio.run(load_state(settings))
    try:
        sockets = listen(options["host"], options["port"], options["workers"])
    except OSError as error:
        place = f"{options['host']}:{options['port']}"
        raise RequestError(f"cannot listen on {place}: {error.strerror}", slug="cannot-listen") from error
    host, port = sockets[0].getsockname()[:2]
    scheme = "https" if tls else "http"
    address = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
    click.echo(f"catalog {state.catalog.version}, policy {state.policy.name}, revision {state.revision}", err=True)
    if check:
        click.echo(f"would serve {address}")
        for one in sockets:
            one.close()
        return
    click.echo(f"serving {address}", err=True)
    run(settings, state, sockets, tls)


def _settings(catalog: tuple[str, ...], options: dict[str, Any]) -> Settings:
    from bedrock_atlas.service.settings import Settings, read_tokens

    host = options["host"].lower()
    return Settings(
        catalog=catalog,
        policies=options["policies"],
        tokens=read_tokens(options["token_file"], options["tokens"]),
        hosts=frozenset(name.lower() for name in options["hosts"]) | {host},
        patience=options["patience"],
        watch=options["watch"],
        access_log=options["access_log"],
        decision_log=options["decision_log"],
        traces=options["traces"],
        log_level=options["log_level"],
    )


def _tls(options: dict[str, Any]) -> dict[str, Any]:
    import ssl

    cert, key, authority = options["tls_cert"], options["tls_key"], options["client_ca"]
    if not cert:
        if key or authority:
            raise RequestError("`--tls-key` and `--client-ca` need `--tls-cert`", slug="missing-certificate")
        return {}
    tls = {"ssl_certfile": cert, "ssl_keyfile": key}
    return tls | ({"ssl_ca_certs": authority, "ssl_cert_reqs": ssl.CERT_REQUIRED} if authority else {})


def _refuse_open_door(settings: Settings, options: dict[str, Any]) -> None:
    from bedrock_atlas.service.settings import LOOPBACK

    guarded = settings.tokens or options["client_ca"] or options["insecure"]
    if options["host"].lower() not in LOOPBACK and not guarded:
        hint = "give tokens (`--token-file`), demand client certificates (`--client-ca`) or say `--insecure`"
        message = f"`{options['host']}` is beyond loopback and nobody would have to show who they are"
        raise RequestError(message, slug="open-door", hint=hint)
