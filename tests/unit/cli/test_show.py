from __future__ import annotations

import json

OPUS_PAGE = """\
Claude Opus 9
  id                      anthropic.claude-opus-9
  provider                anthropic
  tier                    opus
  release                 2026-09-22
  retention               provider_data_share

lifecycle on Amazon Bedrock: ACTIVE on 2026-11-20
  start of life           2026-09-22
  end of life not before  2027-09-22

limits, tokens
  context window          1,000,000

capabilities
  computer-use, obliges note ask for access first
  pdf, obliges citations
  vision

prices, USD per million tokens
  ROUTE                    PREMIUM  RULE  INPUT  OUTPUT
  global                      1.00  flat   5.00   25.00
  global above 100,000        1.00  flat  10.00   50.00
  us                          1.10  flat   5.50   27.50
  us above 100,000            1.10  flat  11.00   55.00
  in-region                   1.10  flat   5.50   27.50
  in-region above 100,000     1.10  flat  11.00   55.00

anthropic.claude-opus-9-mantle on bedrock-mantle
  from us-east-1

global.anthropic.claude-opus-9 on bedrock-runtime
  from eu-central-1, eu-west-1, eu-west-2, us-east-1, us-west-2 to every commercial Region

us.anthropic.claude-opus-9 on bedrock-runtime
  from us-east-1, us-west-2 to us-east-1, us-west-2

evidence
  2026-09-30 AWS model card (profiles) https://example.com/card
"""


def test_page(cli):
    """The page of a model says all that is known of it, and nothing where nothing is known."""
    assert cli("show Opus 9 --on 2026-11-20").out == OPUS_PAGE


def test_any_name_shows_the_model(cli):
    """A name, an alias, a profile ID and an ARN all show the same model."""
    pages = {
        cli(f"show {name} --on 2026-11-20").out
        for name in (
            '"Lyric 4.5"',
            "lyric-4.5",
            "eu.anthropic.claude-lyric-4-5-20250929-v1:0",
            "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-lyric-4-5-20250929-v1:0",
        )
    }
    assert len(pages) == 1


def test_dated_facts(cli):
    """What ended stays on the page with its date, and a profile of unknown Regions is said to be one."""
    page = cli("show lyric-4.5 --on 2026-11-20").out
    assert "  context-1m, until 2026-04-30, obliges beta-header context-1m-2025-08-07\n" in page
    assert "  pdf-visual, obliges citations over converse\n" in page
    assert (
        "us-gov.anthropic.claude-lyric-4-5-20250929-v1:0 on bedrock-runtime\n"
        "  confirmed, but its source Regions are not known\n"
    ) in page


def test_provider_calendar_stands_apart(cli):
    """The provider's dates are shown under a heading that says they decide nothing."""
    page = cli("show lyric-3 --on 2026-11-20").out
    assert "lifecycle on Amazon Bedrock: EOL on 2026-11-20\n  start of life           2024-03-01\n" in page
    assert (
        "the provider's own calendar, which decides nothing here\n"
        "  deprecated              2025-06-30\n"
        "  retirement              2026-01-05\n"
    ) in page
    assert "  from us-east-1, us-west-2 to us-east-1, us-west-2 (until 2026-07-01)\n" in page


def test_json(cli):
    """JSON has the same facts, with every row and whether it holds on the date."""
    sheet = json.loads(cli("show lyric-3 --on 2026-11-20 -o json").out)
    assert sheet["lifecycle"]["status"] == "EOL"
    assert sheet["lifecycle"]["days_to_end_of_life"] == -133
    assert sheet["routes"] == [
        {
            "id": "us.anthropic.claude-lyric-3-20240301-v1:0",
            "scope": "geographic",
            "geography": "us",
            "endpoint": "bedrock-runtime",
            "sources": ["us-east-1", "us-west-2"],
            "destinations": ["us-east-1", "us-west-2"],
            "since": None,
            "seen": None,
            "until": "2026-07-01",
            "last_seen": "2026-09-30",
            "holds": False,
        }
    ]
