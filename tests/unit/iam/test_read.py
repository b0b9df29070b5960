from __future__ import annotations

import json

import pytest

from bedrock_atlas.errors import SourceError
from bedrock_atlas.iam.patterns import shown
from bedrock_atlas.iam.read.files import read_file, read_text
from bedrock_atlas.iam.read.node import MAX_DEPTH

ALLOW = {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*"}
DENY = ALLOW | {"Effect": "Deny"}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def read(data, path="a.json", **more):
    return read_text(data if isinstance(data, str) else json.dumps(data), path, **more)


def told(found):
    return [(one.line, one.column, one.slug, one.severity) for one in found]


def only(found):
    ((owner, (one,)),) = found.owners.items()
    return owner, one


def test_a_document_says_what_it_is():
    """A plain document that only denies is an SCP, one that allows an identity policy; what was said counts more."""
    assert only(read(document(DENY)))[1].kind == "scp"
    assert only(read(document(DENY, ALLOW)))[1].kind == "identity"
    assert only(read(document(ALLOW), kind="scp"))[1].kind == "scp"
    assert only(read(document(DENY), kind="identity"))[0] == "a.json"


def test_a_list_of_documents():
    """A list, as `iam scp` writes it, is several documents with names of their own."""
    found = read([document(DENY), document(DENY)])
    assert [one.name for one in found.owners[""]] == ["a.json[0]", "a.json[1]"]


@pytest.mark.parametrize(("text", "line", "column", "slug"), [
    ("{", 1, 2, "bad-json"),
    ('{"a": 1,}', 1, 9, "bad-json"),
    ('{"a" 1}', 1, 6, "bad-json"),
    ('{"a": tru}', 1, 7, "bad-json"),
    ('{"a": "\\x"}', 1, 7, "bad-json"),
    ('{"a": 1} x', 1, 10, "bad-json"),
    ("[1 2]", 1, 4, "bad-json"),
    ("[" * (MAX_DEPTH + 2), 1, MAX_DEPTH + 2, "too-deep"),
    ("[a]: 1", 1, 2, "bad-json"),
    ("a: &x 1\nb: *x", 2, 4, "alias"),
    ("- " * (MAX_DEPTH + 1) + "a", 1, 2 * MAX_DEPTH + 1, "too-deep"),
    ("a: [", 2, 1, "bad-syntax"),
    ("", 1, 1, "empty-file"),
    ("just words", 1, 1, "no-policy"),
    ("[]", 1, 1, "no-policy"),
    ('{"a": 1}', 1, 1, "no-policy"),
])  # fmt: skip
def test_what_cannot_be_read(text, line, column, slug):
    """What is no policy at all is an error with its place."""
    with pytest.raises(SourceError) as caught:
        read(text)
    found = caught.value.findings[0]
    assert (found.line, found.column) == (line, column)
    assert found.slug == slug


def test_a_file_that_cannot_be_read(tmp_path, monkeypatch):
    """A file that is missing, too large or no text is an error, told at the file."""
    for name, content, slug in (("missing", None, "unreadable-file"), ("binary", b"{\n\xff", "not-utf8"),
                                ("huge", b" " * 40, "too-large")):  # fmt: skip
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        monkeypatch.setattr("bedrock_atlas.iam.read.files.MAX_BYTES", 30)
        with pytest.raises(SourceError) as caught:
            read_file(str(path))
        assert [one.slug for one in caught.value.findings] == [slug]


FAULTS = """{
  "Version": "2012-10-18",
  "Statment": [],
  "Statement": [
    {"Effect": "allow", "Action": "bedrock:InvokeModel", "Resource": "*"},
    {"Effect": "Allow", "Action": "InvokeModel", "NotAction": "x:y", "Resource": "*"},
    {"Sid": "A", "Effect": "Allow", "Action": "bedrock:InvokeModels", "Resource": [1, {"a": 2}]},
    {"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Conditions": {}},
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEqual": {"a:b": "c"}}},
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Null": "true"}},
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": []},
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"bedrock:Sevice": true}}},
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SourceVpceId": true}}},
    3
  ]
}"""


def test_everything_wrong_is_said_at_once():
    """Each fault of a document is told at its place, and then the document is not judged."""
    found = read(FAULTS)
    assert found.owners == {}
    assert sorted(told(found.findings)) == [
        (2, 14, "bad-version", "error"), (3, 3, "unknown-element", "error"), (5, 16, "bad-effect", "error"),
        (6, 5, "bad-statement", "error"), (6, 35, "bad-action", "error"), (7, 47, "unknown-action", "error"),
        (7, 87, "bad-value", "error"), (8, 5, "duplicate-sid", "error"), (8, 72, "unknown-element", "error"),
        (9, 74, "unknown-operator", "error"), (10, 82, "bad-condition", "error"), (11, 73, "bad-condition", "error"),
        (12, 83, "unknown-key", "error"), (13, 83, "unknown-key", "warning"), (14, 5, "bad-statement", "error"),
    ]  # fmt: skip
    hints = {one.slug: one.hint for one in found.findings}
    assert "`StringEquals`" in hints["unknown-operator"]
    assert "`bedrock:InvokeModel`" in hints["unknown-action"]


@pytest.mark.parametrize(("text", "expected"), [
    ('{"Version": "2012-10-17",\n "Version": "2012", "Statement": []}',
     [(2, 2, "duplicate-key"), (2, 13, "bad-version"), (2, 21, "no-statement")]),
    ("Statement: []\nStatement: []\n? [a]\n: 1", [(1, 1, "no-statement"), (2, 1, "duplicate-key"), (3, 3, "bad-key")]),
])  # fmt: skip
def test_bad_keys_hide_no_other_fault(text, expected):
    """A key that is given twice is told together with what is wrong beside it."""
    assert sorted((one.line, one.column, one.slug) for one in read(text).findings) == expected


def test_no_statement():
    """A document without a statement is refused."""
    assert [one.slug for one in read(document()).findings] == ["no-statement"]


def test_keys_that_no_request_has():
    """A key that AWS does not have is an error; the document is judged as it works, with the key absent."""
    key = {"StringEquals": {"aws:InferenceProfileArn": "x"}}
    found = read(document(ALLOW | {"Condition": key}))
    assert [one.hint for one in found.findings] == ["did you mean `bedrock:InferenceProfileArn`?"]
    assert only(found)[1].absent == {"aws:inferenceprofilearn"}


def test_tags_and_other_services_are_not_judged():
    """Keys about tags and keys of other services are nobody's typo here."""
    keys = {"StringEquals": {"aws:PrincipalTag/team": "x", "s3:prefix": "y", "aws:ResourceTag/${aws:username}": "z"}}
    assert read(document(ALLOW | {"Condition": keys})).findings == []


@pytest.mark.parametrize(("action", "meant"), [
    ("bedrock:Converse", "bedrock:InvokeModel"),
    ("bedrock:ConverseStream", "bedrock:InvokeModelWithResponseStream"),
    ("bedrock:InvokeModell", "bedrock:InvokeModel"),
    ("bedrock-mantle:CreateInferences", "bedrock-mantle:CreateInference"),
])  # fmt: skip
def test_actions_that_iam_does_not_have(action, meant):
    """Converse is no action, and a typo gets the nearest one."""
    (finding,) = read(document(ALLOW | {"Action": action})).findings
    assert finding.slug == "unknown-action"
    assert f"`{meant}`" in finding.hint


def resources(data, **known):
    """Return the resources of the only statement of a template's only policy, as they are shown."""
    found = read(data, known=known)
    assert found.findings == []
    _, one = only(found)
    return [shown(text) for text in one.statements[0].resources.texts]


@pytest.mark.parametrize(("value", "expected"), [
    ({"Fn::Sub": "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:x/${Name}"},
     "arn:aws:bedrock:${AWS::Region}:1:x/${Name}"),
    ({"Fn::Sub": ["arn:${a}:${!aws:username}:${b}", {"a": "x", "b": {"Ref": "C"}}]}, "arn:x:${aws:username}:${C}"),
    ({"Fn::Join": [":", ["arn", {"Ref": "AWS::Partition"}, {"Fn::GetAtt": ["A", "B"]}]]}, "arn:aws:${Fn::GetAtt}"),
    ({"Fn::Join": [":", {"Ref": "List"}]}, "${Fn::Join}"),
    ({"Ref": "Arn"}, "${Arn}"),
    ({"Fn::If": ["Is", "a", "b"]}, "${Fn::If}"),
    ({"Fn::Sub": []}, ""),
])  # fmt: skip
def test_functions_of_templates(value, expected):
    """Functions of CloudFormation are worked out as far as the template knows; the rest stays open, by name."""
    body = document(ALLOW | {"Resource": value})
    template = {"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": body}}}}
    assert resources(template, **{"AWS::AccountId": "1", "AWS::Partition": "aws"}) == [expected]


def test_a_template_in_yaml_and_whose_policies_are_whose():
    """Policies belong to the roles that they name; inline ones to their role; SAM's are bare; endpoints are apart."""
    found = read(
        """
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - AWSLambdaBasicExecutionRole
        - Version: 2012-10-17
          Statement: {Effect: Allow, Action: "bedrock:*", Resource: !Sub "arn:aws:bedrock:*:${AWS::AccountId}:*"}
  Shared:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Function, other]
      PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      PolicyDocument: '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
  Tags:
    Type: AWS::Organizations::Policy
    Properties: {Type: TAG_POLICY, Content: {}}
  Bucket: {Type: "AWS::S3::Bucket"}
  Bare: {Type: "AWS::IAM::Policy", Properties: {}}
""",
        "t.yaml",
    )
    assert {owner: [one.name for one in documents] for owner, documents in found.owners.items()} == {
        "Function": ["t.yaml: Function.Policies[1]", "t.yaml: Shared"], "other": ["t.yaml: Shared"],
        "Endpoint": ["t.yaml: Endpoint"],
    }  # fmt: skip
    assert found.owners["Endpoint"][0].kind == "endpoint"
    assert found.owners["Function"][0].statements[0].location.line == 9


def test_a_plan_of_terraform():
    """Documents of a plan are read where they stand in it, to the character within the string."""
    policy = json.dumps(document(DENY, ALLOW))
    resource = {
        "address": "aws_iam_user_policy.x",
        "type": "aws_iam_user_policy",
        "values": {"user": "u", "policy": policy},
    }
    inline = {"address": "aws_iam_role.r", "type": "aws_iam_role", "values": {"inline_policy": [{"policy": policy}]}}
    tags = {"address": "p", "type": "aws_organizations_policy", "values": {"type": "TAG_POLICY", "content": "{}"}}
    broken = {"address": "b", "type": "aws_iam_policy", "values": {"policy": '{"a": '}}
    text = json.dumps(
        {"format_version": "1", "values": {"root_module": {"resources": [resource, inline, tags, broken]}}}
    )
    found = read(text)
    assert list(found.owners) == ["u", "aws_iam_role.r"]
    second = found.owners["u"][0].statements[1].location
    assert text[second.column - 1 :].startswith('{\\"Effect\\": \\"Allow\\"')
    assert [one.slug for one in found.findings] == ["bad-json"]


def test_terraform_as_json():
    """A `.tf.json` is read with its data sources; `${…}` stays open, `$${…}` and `&{…}` are variables of IAM."""
    statement = {
        "sid": "A", "actions": ["bedrock:InvokeModel"],
        "resources": ["arn:aws:bedrock:*:${var.account}:&{aws:username}"],
        "condition": [{"test": "StringLike", "variable": "aws:PrincipalTag/a", "values": ["$${aws:username}"]}],
        "principals": {"type": "*", "identifiers": ["*"]},
    }  # fmt: skip
    data = {"data": {"aws_iam_policy_document": {"doc": {"statement": statement}, "none": {}}},
            "resource": [{"aws_iam_policy": {"one": {"policy": json.dumps(document(ALLOW))},
                                             "two": {"policy": "${data.aws_iam_policy_document.doc.json}"}},
                          "aws_vpc_endpoint": {"e": {"vpc_id": "x"}}, "aws_s3_bucket": {"b": {}}}]}  # fmt: skip
    found = read(data, "main.tf.json")
    assert list(found.owners) == ["aws_iam_policy.one", "data.aws_iam_policy_document.doc"]
    one = found.owners["data.aws_iam_policy_document.doc"][0].statements[0]
    assert one.sid == "A"
    assert [shown(text) for text in one.resources.texts] == ["arn:aws:bedrock:*:${var.account}:${aws:username}"]
    assert one.resources.match("arn:aws:bedrock:eu-west-1:1:me", {"aws:username": "me"}) == {"var.account"}
    named = {"aws:username": "me", "var.account": "2"}
    assert one.resources.match("arn:aws:bedrock:eu-west-1:1:me", named) == {"var.account"}
    assert one.conditions[0].values == ("${aws:username}",)
    assert [one.slug for one in found.findings] == ["unknown-document", "principal-ignored", "no-statement"]


def test_places_beyond_escapes():
    """Within a string the place counts what is written, escapes and surrogates included."""
    inner = '{"Version": "2012-10-17", "Id": "\\u00e9\\ud83d\\ude00", "Statement": [3]}'
    outer = json.dumps({"format_version": "1", "values": {"root_module": {"resources": [
        {"address": "a", "type": "aws_iam_policy", "values": {"policy": inner}}]}}})  # fmt: skip
    (finding,) = [one for one in read(outer).findings if one.slug == "bad-statement"]
    assert outer[finding.column - 1 :].startswith("3]}")
