"""The code that `snippet` prints: it parses, and where its client is here it is run and what it sends compared."""

from __future__ import annotations

import ast
import base64
import os
import shutil
import subprocess
import sys

import pytest

from bedrock_atlas.snippet import LANGUAGES
from tests.unit.cli.loopback import bedrock

EU_ID = "eu.anthropic.claude-lyric-4-5-20250929-v1:0"
ON = "--on 2026-11-20"
BETA = '"Lyric 4.5, 1M context, EU residency" --on 2026-03-01'
PDF = f'"Lyric 4.5, visual PDF, EU residency, from eu-west-1" {ON}'
BYTES = b"%PDF-1.4 a very short document"
HELLO = "Say hello in one sentence."
CHARTS = "What do the charts in this document show?"


@pytest.fixture
def perform(cli, tmp_path):
    """Return a function that runs a printed Python snippet against the loopback server and gives what that was sent."""

    def go(line):
        result = cli(f"snippet {line}")
        assert (result.code, result.err) == (0, "")
        (tmp_path / "document.pdf").write_bytes(BYTES)
        with bedrock() as (address, sent):
            environment = {
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path),
                "AWS_ACCESS_KEY_ID": "key",
                "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": address,
                "AWS_REGION": "us-west-2",
            }
            command = [sys.executable, "-c", result.out]
            ran = subprocess.run(
                command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=60
            )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "hello" in ran.stdout
        return sent[0]

    return go


def test_converse_is_sent(perform):
    """boto3's Converse call reaches the ID's path, signed for the Region of the snippet and not of the environment."""
    sent = perform(f'"Lyric 4.5, EU residency" {ON} --lang boto3')
    assert sent.path == f"/model/{EU_ID}/converse"
    assert sent.region == "eu-central-1"
    assert sent.body == {
        "messages": [{"role": "user", "content": [{"text": HELLO}]}],
        "inferenceConfig": {"maxTokens": 1024},
    }


def test_converse_carries_the_beta_header(perform):
    """Over Converse a beta header travels in the model's own request fields."""
    sent = perform(f"{BETA} --lang boto3")
    assert sent.body["additionalModelRequestFields"] == {"anthropic_beta": ["context-1m-2025-08-07"]}


def test_converse_cites_a_document(perform):
    """Visual PDF analysis over Converse has citations on, from the Region asked for."""
    sent = perform(f"{PDF} --lang boto3")
    document, text = sent.body["messages"][0]["content"]
    assert sent.region == "eu-west-1"
    assert text == {"text": CHARTS}
    assert document == {
        "document": {
            "format": "pdf",
            "name": "document",
            "source": {"bytes": base64.b64encode(BYTES).decode()},
            "citations": {"enabled": True},
        }
    }


def test_invoke_model_carries_the_beta_header_in_its_body(perform):
    """Over InvokeModel the body is Claude's own and holds the beta header."""
    sent = perform(f"{BETA} --lang boto3-invoke")
    assert sent.path == f"/model/{EU_ID}/invoke"
    assert sent.body == {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 1024,
        "anthropic_beta": ["context-1m-2025-08-07"],
        "messages": [{"role": "user", "content": HELLO}],
    }


def test_invoke_model_need_not_cite(perform):
    """Visual PDF analysis over InvokeModel obliges no citations."""
    document, text = perform(f"{PDF} --lang boto3-invoke").body["messages"][0]["content"]
    assert text == {"type": "text", "text": CHARTS}
    assert document == {
        "type": "document",
        "source": {"type": "base64", "media_type": "application/pdf", "data": base64.b64encode(BYTES).decode()},
    }


def test_a_document_without_duties_is_not_cited(perform):
    """A PDF that is only read as text is sent without citations."""
    sent = perform(f'"Lyric 4.5, EU residency, pdf" {ON} --lang boto3')
    assert "citations" not in sent.body["messages"][0]["content"][0]["document"]


def test_citations_whatever_the_api(perform):
    """A obligation to cite that names no API holds over InvokeModel too."""
    sent = perform(f'"Opus 9, pdf" {ON} --lang boto3-invoke')
    assert sent.body["messages"][0]["content"][0]["citations"] == {"enabled": True}


def test_other_providers_go_over_converse(perform):
    """A model of another provider is called over Converse by its base ID."""
    assert perform(f'"Acme Words" {ON} --lang boto3').path == "/model/acme.words-v1:0/converse"


@pytest.mark.parametrize("ask", [BETA, PDF, f'"Opus 9" {ON}'])
@pytest.mark.parametrize("language", ["python", "boto3", "boto3-invoke"])
def test_python_parses(cli, language, ask):
    """Every Python snippet is a Python program."""
    ast.parse(cli(f"snippet {ask} --lang {language}").out)


@pytest.mark.parametrize("ask", [BETA, PDF, f'"Opus 9, on mantle" {ON}'])
def test_typescript_parses(cli, tmp_path, ask):
    """Every TypeScript snippet is an ES module that node accepts."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here")
    path = tmp_path / "snippet.mjs"
    path.write_text(cli(f"snippet {ask} --lang typescript").out)
    assert subprocess.run([node, "--check", path], check=False, capture_output=True).stderr == b""


@pytest.mark.parametrize("ask", [BETA, PDF])
def test_shell_parses(cli, ask):
    """Every shell snippet is a script that bash accepts."""
    script = cli(f"snippet {ask} --lang cli").out
    assert subprocess.run(["bash", "-n"], input=script, check=False, capture_output=True, text=True).stderr == ""


def test_anthropic_client(cli):
    """The Anthropic SDK takes beta headers in `betas`, and the Region is set explicitly."""
    python, typescript = (cli(f"snippet {BETA} --lang {one}").out for one in ("python", "typescript"))
    assert 'client = AnthropicBedrock(aws_region="eu-central-1")\n' in python
    assert "message = client.beta.messages.create(\n" in python
    assert '    betas=["context-1m-2025-08-07"],\n' in python
    assert 'const client = new AnthropicBedrock({ awsRegion: "eu-central-1" });\n' in typescript
    assert "const message = await client.beta.messages.create({\n" in typescript
    assert '  betas: ["context-1m-2025-08-07"],\n' in typescript


def test_mantle_has_a_client_of_its_own(cli):
    """On bedrock-mantle the SDK's own class is used, with the ID that endpoint takes."""
    python = cli(f'snippet "Opus 9, on mantle" {ON} --lang python').out
    assert 'client = AnthropicBedrockMantle(aws_region="us-east-1")\n' in python
    assert '    model="anthropic.claude-opus-9-mantle",\n' in python
    assert "# Region: us-east-1, the only one that may invoke it\n" in python


def test_duties_that_code_cannot_fulfil_are_comments(cli):
    """Retention mode, Regions an SCP must leave open, warnings and the choice of Region are said in comments."""
    opus = cli(f'snippet "Opus 9, from eu-west-2" {ON} --lang boto3').out
    assert "# obligation: set the account's data-retention mode to provider_data_share\n" in opus
    assert "# Region: eu-west-2, as asked\n" in opus
    assert "aws:RequestedRegion" in opus
    assert "# obligation: ask for access first\n" in cli(f'snippet "Opus 9, computer use" {ON} --lang boto3').out
    lyric = cli(f'snippet "Lyric 4.5, EU residency" {ON} --lang boto3').out
    assert "# Region: the first of those that may invoke it: eu-central-1, eu-west-1\n" in lyric
    assert "# obligation: no SCP may block eu-central-1, eu-west-1\n" in lyric
    assert "# holds until: 2027-04-08\n" in lyric
    assert "# warning: LEGACY since 2026-10-08" in lyric


CLAUDE_ONLY = "use --lang boto3 or --lang cli: Converse takes the models of all providers"


@pytest.mark.parametrize(
    ("ask", "language", "said", "hint"),
    [
        ("Acme Words", "python", "{} is for Claude models here, not for Acme Words", CLAUDE_ONLY),
        ("Acme Words", "boto3-invoke", "{} is for Claude models here, not for Acme Words", CLAUDE_ONLY),
        (
            "Acme Vectors",
            "boto3",
            "{} is for text, and Acme Vectors puts out embedding",
            "it takes InvokeModel with a body of its own",
        ),
        ("Opus 9, on mantle", "cli", "{} does not call bedrock-mantle", "use --lang python or --lang typescript"),
        ("Acme Words, on mantle", "boto3", "{} does not call bedrock-mantle", "ask on bedrock-runtime"),
        (
            "Opus 9, over converse",
            "boto3-invoke",
            "the question says over converse, and {} is another API",
            "use --lang boto3 or --lang cli",
        ),
        (
            "Opus 9, over invoke-model",
            "cli",
            "the question says over invoke-model, and {} is another API",
            "use --lang python or --lang typescript or --lang boto3-invoke",
        ),
    ],
)
def test_refused(cli, ask, language, said, hint):
    """A client that cannot make the call is refused with the one that can."""
    message = said.format(LANGUAGES[language])
    assert cli(f"snippet '{ask}' {ON} --lang {language}") == (2, "", f"error: {message}\n  hint: {hint}\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_route_no_code(cli, language):
    """Without a route nothing is printed on stdout, the reason is on stderr and the exit code is 1."""
    result = cli(f'snippet "Opus 9, UK residency" {ON} --lang {language}')
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("no route: ")
