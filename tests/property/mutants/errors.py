"""Faults in what says what an error means, and in what serves it to coding agents."""

from __future__ import annotations

from tests.property.mutants.planting import Mutant

SEEN, CAUSED = "tests/unit/diagnose/test_recognise.py::test_", "tests/unit/diagnose/test_causes.py::test_"
SERVED = "tests/unit/mcp/test_server.py::test_"
RECOGNISE, FIXES = "bedrock_atlas.diagnose.recognise:", "bedrock_atlas.diagnose.fixes:"
IDS, SERVER = "bedrock_atlas.diagnose.weigh.ids:", "bedrock_atlas.mcp.server:"

ERRORS = (
    Mutant("shared words count anywhere", RECOGNISE + "_counts", "if not wording.shared:", "if True:",
           SEEN + "others_are_left_alone"),
    Mutant("another service's operation is Bedrock's", RECOGNISE + "_foreign", "return not _OPERATIONS.fullmatch",
           "return False and _OPERATIONS.fullmatch", SEEN + "others_are_left_alone"),
    Mutant("a curly apostrophe is another word", "bedrock_atlas.diagnose.normal:_plain", "if not line.isascii():",
           "if line.isascii():", SEEN + "every_wording_in_every_wrapper[botocore-curly-profile-needed]"),
    Mutant("the end of a block is lost", "bedrock_atlas.diagnose.log:read_lines", "keep = min(len(block), 2 * _NEAR)",
           "keep = 0", SEEN + "a_wrapped_refusal_at_a_border_is_told_once"),
    Mutant("the Region that was called plays no part", IDS + "_not_from", "if case.source in sources:",
           "if case.source:", CAUSED + "the_region_that_was_called_makes_it_certain"),
    Mutant("an ended model is alive", IDS + "_after_end", '!= "EOL"', '== "EOL"', CAUSED + "seven_causes_of_one_text"),
    Mutant("a bare ID may go anywhere", FIXES + "_advised", "near = placed or", "near = True or",
           CAUSED + "what_is_said_bounds_what_is_proposed"),
    Mutant("global is proposed unasked", FIXES + "_widens", "case.prefix != _GLOBAL", "case.prefix == _GLOBAL",
           CAUSED + "what_is_said_bounds_what_is_proposed"),
    Mutant("a fix leads where a policy denies", FIXES + "_avoiding", "denied not in route.destinations",
           "route.destinations", CAUSED + "a_denied_destination_is_traced_to_its_profiles_and_avoided"),
    Mutant("a role's own model is proposed again", FIXES + "_role", "if one.model != case.model.id",
           "if one.model", CAUSED + "another_model_is_proposed_where_a_role_names_one"),
    Mutant("a path may leave the roots", "bedrock_atlas.mcp.looking:_inside",
           "if found == root or root in found.parents:", "if found:", SERVED + "files_are_read_within_the_roots_alone"),
    Mutant("a tool's policy stands alone", "bedrock_atlas.mcp.context:Context._read",
           "(*self.policies, *named)", "(named or self.policies)",
           SERVED + "the_policy_of_the_server_holds_for_every_answer"),
    Mutant("half of the countries are told", "bedrock_atlas.mcp.small:small", "for name in _SHORTENED:",
           'for name in ("countries", *_SHORTENED):', SERVED + "what_is_cut_is_never_where_data_goes"),
    Mutant("roots are not asked for", SERVER + "_waits", "return session.can_name_roots",
           "return False and session.can_name_roots", SERVED + "roots_of_the_older_era_are_asked_for"),
    Mutant("any version is spoken", SERVER + "_answered", "if version and version not in MODERN:", "if not message:",
           SERVED + "a_version_that_nobody_speaks_is_refused_with_those_that_are"),
)  # fmt: skip
