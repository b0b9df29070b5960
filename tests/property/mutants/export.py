"""Faults in exports and in application profiles: a pin that opens, a leak that is missed, a profile misread."""

from __future__ import annotations

from tests.property.mutants.planting import Mutant

LAWS = "tests/property/test_exports.py::test_"
SPOILED, ADDED = LAWS + "a_spoiled_export_is_caught", LAWS + "an_added_way_out_is_caught"
HOLDS = LAWS + "an_export_holds_until_its_day[env]"
COMMAND, CHECKED = "tests/unit/export/test_command.py::test_", "tests/unit/export/test_checking.py::test_"
PROFILES, SEEN = "tests/unit/aws/test_profiles.py::test_", "tests/unit/core/test_application.py::test_"
REACH, CLAUDE = "bedrock_atlas.export.reach:", "bedrock_atlas.export.claude_code:"
LITELLM, PLAN = "bedrock_atlas.export.litellm:", "bedrock_atlas.aws.profiles.plan:"

EXPORT = (
    Mutant("an alias without a pin is nobody's", REACH + "opened", "door.absent is not None and not values",
           "door.absent is not None and values is None", SPOILED + "[claude-code]"),
    Mutant("a switch may stand as it likes", REACH + "opened", "value != door.must", "value is door",
           SPOILED + "[claude-code]"),
    Mutant("a wild pick is no leak", REACH + "leaks", "isinstance(reach.what, Wild) or reach.source == ANYWHERE or not",
           "isinstance(reach.what, str) and not", SPOILED + "[opencode]"),
    Mutant("an ID is admitted from anywhere", REACH + "_admitted", "what in pins.admits(subject.model, source)",
           "what in pins.admits(subject.model, pins.pins[0].source)", ADDED),
    Mutant("a family that is not admitted is left to the client", CLAUDE + "_build", "env[name] = pin.id",
           "env[name if family in by_family else f'{name}_'] = pin.id", COMMAND + "what_is_left_out_is_said"),
    Mutant("a family in the list is its pin alone", CLAUDE + "_said", 'door == "listed"', 'door == "list"', ADDED),
    Mutant("a hole in the gateway's map is shut", "bedrock_atlas.export.claude_gateway:_reach",
           "in sources.items():", "in [one for one in sources.items() if one[0] in given]:",
           SPOILED + "[claude-gateway]"),
    Mutant("a fallback out of the file is none", LITELLM + "_reach", "and what not in groups", "and what in groups",
           ADDED),
    Mutant("opencode takes an ID as it stands", "bedrock_atlas.export.opencode:_becomes", "source.startswith(begin)",
           "source.endswith(begin)", COMMAND + "an_id_that_opencode_would_change_is_left_out"),
    Mutant("an unknown price is nothing to LiteLLM", LITELLM + "_unpriced", "name not in known", "name in ()",
           COMMAND + "an_unpriced_model_is_not_for_litellm"),
    Mutant("what a template brings is trusted", "bedrock_atlas.export.template:template_target",
           'hit.mention.kind != "marker"', 'hit.mention.kind == "marker"',
           COMMAND + "an_id_that_a_template_brings_is_judged"),
    Mutant("a file chooses its policy", "bedrock_atlas.export.checking:check_file", "if foreign:",
           "if foreign is None:", CHECKED + "a_file_cannot_choose_another_policy"),
    Mutant("the day is never the reason", "bedrock_atlas.export.checking:_moved", "on_its_day.text == text",
           "on_its_day.text is None", CHECKED + "the_day_is_the_reason"),
    Mutant("an export holds as long as its last answer", "bedrock_atlas.export.pins:Pins.until", "return min(",
           "return max(", HOLDS),
    Mutant("a newer model does not end an answer", "bedrock_atlas.export.pins:_first", "(), _soonest(tried))",
           "(), _soonest(tried[-1:]))", HOLDS),
    Mutant("more Regions are as good as these", "bedrock_atlas.facts.application:behind",
           "route.destinations == destinations", "route.destinations >= destinations",
           SEEN + "a_profile_is_known_by_what_aws_reports"),
    Mutant("what ended is what is copied", "bedrock_atlas.facts.application:behind", "on < route.until",
           "on is not None", SEEN + "every_route_is_found_again_by_its_destinations"),
    Mutant("what leads outside is replaced in silence", PLAN + "_old", "if leads_to and not _admitted(one, old):",
           "if leads_to and one is None:", PROFILES + "what_leads_outside_is_forbidden"),
    Mutant("a Region that was not seen is empty", PLAN + "_steps", "source not in account.seen", "one is None",
           PROFILES + "where_nothing_was_seen_nothing_is_planned"),
    Mutant("a stranger of that name is ours", PLAN + "_checked", "made is None or not taken", "made is None or step",
           PROFILES + "a_name_that_is_taken_is_a_collision"),
)  # fmt: skip
