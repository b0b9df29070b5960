from __future__ import annotations

import json

LYRIC, OLD = "anthropic.claude-lyric-4-5-20250929-v1:0", "anthropic.claude-lyric-3-20240301-v1:0"


def test_table(cli):
    """Models stand by tier, newest first, with numbered notes below; geographies without a Yes have no column."""
    assert cli("matrix --on 2026-02-01 --provider anthropic").out == (
        f"MODEL                   BASE ID                                   global  us   eu   us-gov\n"
        f"Claude Lyric 4.5        {LYRIC}  Yes     Yes  Yes  Listed\n"
        f"Claude Lyric 3 [1] [2]  {OLD}    No      Yes  No   No\n"
        "\n"
        "Listed: AWS confirms the profile, from which Regions it can be called is not known\n"
        "[1] LEGACY since 2026-01-10, end of life 2026-07-10\n"
        "[2] in the provider's own calendar deprecation on 2025-06-30 and retirement on 2026-01-05\n"
    )


def test_endpoints_are_told_apart(cli):
    """Under in-region a model's own ID is on bedrock-runtime, on bedrock-mantle alone, or on both."""
    lines = cli("matrix --on 2026-11-20 --geographies in-region").out.splitlines()
    assert [line.split()[-1] for line in lines[1:4]] == ["Yes", "Both", "Mantle"]
    assert [line.split()[1] for line in lines[1:4]] == ["Vectors", "Words", "Opus"]
    assert lines[5:] == [
        "Mantle: on bedrock-mantle alone",
        "Both: on bedrock-runtime and on bedrock-mantle",
    ]
    records = json.loads(cli("matrix --on 2026-11-20 --geographies in-region,us-gov -o json").out)
    assert {record["name"]: record["geographies"] for record in records} == {
        "Acme Vectors": {"in-region": {"bedrock-runtime": 1}, "us-gov": {}},
        "Acme Words": {"in-region": {"bedrock-runtime": 1, "bedrock-mantle": 1}, "us-gov": {}},
        "Claude Lyric 4.5": {"in-region": {}, "us-gov": {"bedrock-runtime": None}},
        "Claude Opus 9": {"in-region": {"bedrock-mantle": 1}, "us-gov": {}},
    }


def test_columns_in_the_order_asked_for(cli):
    """`--geographies` picks the columns and their order, those without a Yes too."""
    head = cli("matrix --on 2026-11-20 --model opus-9 --geographies eu,us").out.splitlines()
    assert [line.split()[-2:] for line in head] == [["eu", "us"], ["No", "Yes"]]


def test_rows_in_the_order_asked_for(cli):
    """`--model` picks the rows and their order, one without any profile too."""
    records = json.loads(cli('matrix --on 2026-11-20 --model "Acme Words" --model "Lyric 4.5" -o json').out)
    assert [record["id"] for record in records] == ["acme.words-v1:0", LYRIC]
    assert not any(there for name, there in records[0]["geographies"].items() if name != "in-region")


def test_end_of_life_is_no_everywhere(cli):
    """A model past its end of life has no profile, and is only there when it or its status is asked for."""
    assert OLD not in cli("matrix --on 2026-11-20").out
    records = json.loads(cli("matrix --on 2026-11-20 --model lyric-3 --geographies us,eu -o json").out)
    assert records[0]["geographies"] == {"us": {}, "eu": {}}
    assert records[0]["notes"][0] == "reached its end of life on 2026-07-10"
    assert cli("matrix --on 2026-11-20 --model lyric-3 --status active -o json").out == "[]\n"


def test_retired_by_the_provider(cli):
    """`--hide-retired` leaves out what the provider has retired from its own API by the date."""
    assert OLD in cli("matrix --on 2026-01-04 --hide-retired").out
    assert OLD not in cli("matrix --on 2026-01-05 --hide-retired").out


def test_markdown_and_csv(cli):
    """Markdown lists the notes below the table; CSV has them in a column."""
    line = "matrix --on 2026-02-01 --model lyric-3 --geographies us"
    legacy = "LEGACY since 2026-01-10, end of life 2026-07-10"
    own = "in the provider's own calendar deprecation on 2025-06-30 and retirement on 2026-01-05"
    assert cli(f"{line} -o markdown").out == (
        f"| MODEL | BASE ID | us |\n| --- | --- | --- |\n| Claude Lyric 3 [1] [2] | {OLD} | Yes |\n"
        f"\n* [1] {legacy}\n* [2] {own}\n"
    )
    assert cli(f"{line} -o csv").out == f'name,id,us,notes\nClaude Lyric 3,{OLD},Yes,"{legacy}; {own}"\n'
