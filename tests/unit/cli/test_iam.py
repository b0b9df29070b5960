from __future__ import annotations

import json

import pytest

ON = "--on 2026-11-20"
EU_ID = "eu.anthropic.claude-lyric-4-5-20250929-v1:0"
ALLOW = {"Effect": "Allow", "Action": ["bedrock:*", "bedrock-mantle:*"], "Resource": "*"}
DENY = {"Effect": "Deny", "Action": "bedrock:*", "Resource": "*",
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a document of statements and gives its path."""

    def write(name, *statements):
        path = tmp_path / name
        path.write_text(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}), "utf-8")
        return path

    return write


def test_written_documents_are_proved(cli, tmp_path):
    """What `iam policy` and `iam scp` print is what `iam prove` proves, alone and together."""
    policy = cli(f"iam policy --account 123456789012 --open {ON}")
    scp = cli(f"iam scp {ON}")
    assert (policy.code, scp.code) == (0, 0)
    assert "proved: of" in policy.err
    assert "would match new models" in policy.err
    role, guard = tmp_path / "role.json", tmp_path / "scp.json"
    role.write_text(policy.out, "utf-8")
    guard.write_text(scp.out, "utf-8")
    for files in (f"--identity {role}", f"--scp {guard}", f"{role} {guard}", f"--scp {guard},{guard} --scp {guard}"):
        proved = cli(f"iam prove {files} {ON}")
        assert (proved.code, "equal to" in proved.out) == (0, True), files


def test_a_difference_is_shown(cli, written):
    """What differs is shown as one call, and ends with 1."""
    shown = cli(f"iam prove {written('role.json', ALLOW | {'Action': 's3:*'})} {ON}")
    assert shown.code == 1
    assert "too tight" in shown.out
    assert "denied: bedrock" in shown.out


def test_the_principal_settles_what_depends(cli, written):
    """A carve-out for a role is judged by who calls: by name, by account, by a key that was given."""
    files = f"{written('role.json', ALLOW)} {written('scp.json', DENY)}"
    assert "warning[depends]" in cli(f"iam check {files} {ON}").out
    admin = cli(f"iam check {files} --principal arn:aws:iam::111122223333:role/admin {ON}")
    assert "depends" not in admin.out
    other = cli(f"iam check {files} --context aws:PrincipalArn=arn:aws:iam::111122223333:role/app {ON}")
    assert "error[too-tight]" in other.out
    assert other.code == 1
    assert cli(f"iam check {files} --fail-on warning {ON}").code == 1
    assert cli(f"iam check {files} --fail-on never {ON}").code == 0


def test_explain_shows_what_it_depends_on(cli, written):
    """A check that hangs on a key names it and the statement, in words and as data."""
    files = f"{written('role.json', ALLOW)} {written('scp.json', DENY)}"
    call = f"--route {EU_ID} --from eu-central-1"
    shown = cli(f"iam explain {files} {call} {ON}")
    assert "depends on aws:PrincipalArn, in statement 1 at" in shown.out
    (first, *_) = json.loads(cli(f"iam explain {files} {call} --stream -o json {ON}").out)
    assert first["checks"][0]["action"] == "bedrock:InvokeModelWithResponseStream"
    assert first["checks"][0]["depends_on"] == ["aws:PrincipalArn"]
    (job, model) = json.loads(cli(f"iam explain {files} {call} --batch -o json {ON}").out)[0]["checks"]
    assert job["action"] == model["action"] == "bedrock:CreateModelInvocationJob"
    arn = "arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/abc"
    through = json.loads(cli(f"iam explain {files} {call} --application {arn} -o json {ON}").out)
    assert [one["inference_profile_arn"] for one in through] == ["present", "absent"]
    assert {one["checks"][0]["resource"] for one in through} == {arn}
    nothing = cli(f"iam explain {written('none.json', ALLOW | {'Action': 's3:*'})} {call} {ON}")
    assert "no statement of level identity allows it" in nothing.out
    assert nothing.code == 1


def test_fixed_purposes(cli):
    """Looking, the first use and `sync observe` have documents of their own."""
    for purpose, action in (("read-only", "bedrock:ListFoundationModels"), ("first-use", "aws-marketplace:Subscribe"),
                            ("sync", "bedrock:ListInferenceProfiles")):  # fmt: skip
        result = cli(f"iam policy --for {purpose}")
        assert result.code == 0
        assert action in result.out


@pytest.mark.parametrize(("line", "message"), [
    ("iam policy --closed --open", "--closed and --open exclude each other"),
    ("iam policy --closed", "closed documents name the account"),
    ("iam policy --account 12", "`12` is no account"),
    ("iam policy --partition aws-moon", "unknown partition `aws-moon`"),
    ("iam policy --role smart", "unknown role `smart`"),
    ("iam policy --model nobody", "unknown model `nobody`"),
    ("iam policy --from moon-1", "unknown Region `moon-1`"),
    ("iam scp --set a=b", "unknown attribute `a`"),
    ("iam check", "there is no file to judge"),
    ("iam check {role} --principal root", "`root` is no principal"),
    ("iam check {role} --context vpce", "`vpce` says nothing of a condition key"),
    ("iam check {role} --route eu.nothing", "no call of `eu.nothing` is possible"),
    ("iam check {role} --route " + EU_ID + " --from us-east-1", "no such call is possible"),
    ("iam explain {role} --from eu-central-1", "one call is explained at a time"),
    ("iam explain {role} --route " + EU_ID + " --from eu-central-1 --batch --stream", "--batch goes with neither"),
    ("iam check {role} missing.json", "cannot read the file"),
    ("iam check --scp {broken} --identity {role}", "a statement has the effect"),
    ("iam nothing", "No such command"),
])  # fmt: skip
def test_bad_input(cli, written, line, message):
    """Bad input ends with 2 and says what is wrong."""
    role, broken = written("role.json", ALLOW), written("broken.json", ALLOW | {"Effect": "Maybe"})
    result = cli(f"{line.format(role=role, broken=broken)} {ON}".replace(" {", " "))
    assert result.code == 2
    assert message in result.err
