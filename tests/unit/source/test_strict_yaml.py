from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from bedrock_atlas.source.strict_yaml import MAX_BYTES, Document, read_bytes

VALUES = [
    ("true", True),
    ("false", False),
    ("no", "no"),
    ("NO", "NO"),
    ("on", "on"),
    ("yes", "yes"),
    ("y", "y"),
    ("off", "off"),
    ("null", None),
    ("~", None),
    ("", None),
    ('""', ""),
    ('"true"', "true"),
    ("'3.30'", "3.30"),
    ("0", 0),
    ("-7", -7),
    ("200000", 200000),
    ("3.30", Decimal("3.30")),
    ("-0.5", Decimal("-0.5")),
    ("0.0000001", Decimal("0.0000001")),
    ("2026.11.20", "2026.11.20"),
    ("1:30", "1:30"),
    ("2026-02-28", date(2026, 2, 28)),
    ("'2026-02-28'", "2026-02-28"),
    ("2026-02", "2026-02"),
    ("2026-02-28T00:00:00Z", "2026-02-28T00:00:00Z"),
    ("-", [None]),
    ("--", "--"),
    (".", "."),
    ("eu.model", "eu.model"),
    ("Q&A", "Q&A"),
    ("10 %", "10 %"),
    ("Zürich", "Zürich"),
    ("|\n  two\n  lines", "two\nlines"),
    (">\n  one\n  line", "one line"),
    ("[1, {b: 2}]", [1, {"b": 2}]),
]


def read_text(text: str, path: str) -> Document:
    """Read text as the bytes it would be in a file."""
    return read_bytes(text.encode(errors="surrogatepass"), path)


@pytest.mark.parametrize(("text", "value"), VALUES, ids=repr)
def test_value(text, value):
    """Plain text has one meaning, that of YAML 1.2 with exact decimals and with dates."""
    document = read_text(f"a: {text}" if text != "-" else "a:\n-", "a.yaml")
    assert document.findings == ()
    assert document.value == {"a": value}
    assert type(document.value["a"]) is type(value)


def test_decimal_keeps_its_text():
    """`3.30` stays `3.30`."""
    assert str(read_text("3.30", "a.yaml").value) == "3.30"


def test_keys_are_text():
    """A key is text whatever it looks like, so `on` and `2026-01-01` name themselves."""
    assert read_text("{on: 1, 2026-01-01: 2, 1.0: 3, ~: 4}", "a.yaml").value == {
        "on": 1, "2026-01-01": 2, "1.0": 3, "~": 4,
    }  # fmt: skip


FINDINGS = [
    (b"\xef\xbb\xbfa: 1", ("a.yaml:1:1: error[byte-order-mark]: the file begins with a byte order mark\n"
     "  hint: remove it")),
    (b"a: 1\nb: \xff", "a.yaml:2:4: error[not-utf8]: byte 0xff is not UTF-8\n  hint: save the file as UTF-8"),
    ("é: \ud800".encode(errors="surrogatepass"),
     "a.yaml:1:4: error[not-utf8]: byte 0xed is not UTF-8\n  hint: save the file as UTF-8"),
    ("a: 1\nb: x".encode("utf-16"),
     "a.yaml:1:1: error[not-utf8]: byte 0xff is not UTF-8\n  hint: save the file as UTF-8"),
    (b"a: x\x00y", "a.yaml:1:5: error[control-character]: unprintable character U+0000\n  hint: remove it"),
    (b"a: x\ry", "a.yaml:1:5: error[control-character]: unprintable character U+000D\n  hint: remove it"),
    ("a: x\u202ey".encode(), "a.yaml:1:5: error[control-character]: unprintable character U+202E\n  hint: remove it"),
    ("a: x\u200by".encode(), "a.yaml:1:5: error[control-character]: unprintable character U+200B\n  hint: remove it"),
    (b"a: x # \t", "a.yaml:1:8: error[tab]: tab character\n  hint: indent with spaces"),
    (b"a:\n\tb: 1", "a.yaml:2:1: error[tab]: tab character\n  hint: indent with spaces"),
    (b"a: 1\n---\nb: 1", ("a.yaml:2:1: error[several-documents]: a second document begins here\n"
     "  hint: one file holds one document")),
    (b"a: b: c", "a.yaml:1:5: error[bad-syntax]: mapping values are not allowed in this context"),
    (b"", "a.yaml:1:1: error[empty-file]: the file holds no value"),
    (b"# nothing\n", "a.yaml:1:1: error[empty-file]: the file holds no value"),
    (b"{'': 1}", "a.yaml:1:2: error[bad-key]: a key is empty"),
    (b"a: 99999999999999999999", ("a.yaml:1:4: error[bad-number]: `99999999999999999999` is a number in a notation we "
     "do not read\n  hint: write plain decimals such as `3.30`, or put the text in quotes")),
    (b"x" * (MAX_BYTES + 1), (f"a.yaml:1:1: error[too-large]: the file is larger than {MAX_BYTES} bytes\n"
     "  hint: split it")),
]  # fmt: skip


@pytest.mark.parametrize(("data", "rendered"), FINDINGS, ids=lambda one: repr(one[:20]))
def test_finding(data, rendered):
    """What is wrong with the text is said with its place and what to do."""
    assert "\n".join(map(str, read_bytes(data, "a.yaml").findings)) == rendered


@pytest.mark.parametrize(
    "word", ["True", "FALSE", "Null", ".5", "+1", "1.", "1e3", "010", "0o17", "1_000", ".inf", ".NaN"]
)
def test_spelling_that_other_readers_take_for_something_else(word):
    """What another YAML reader takes for a number, a truth value or nothing is refused, not read as text."""
    (finding,) = read_text(f"a: {word}", "a.yaml").findings
    assert finding.slug in {"ambiguous-word", "bad-number"}
    assert read_text(f"a: '{word}'", "a.yaml").findings == ()


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("- ", ""), ("{a: ", "}"), ("[{a: ", "}]"), ("[a: [", "]]")]
)
def test_deep_nesting(opening, closing):
    """However deep a file is nested, the answer is a finding, not a crash of the process."""
    for times in (20, 900, MAX_BYTES // len(opening + closing)):
        document = read_text(opening * times + closing * times, "a.yaml")
        assert [one.slug for one in document.findings] == ["too-deep"]


def test_deep_nesting_of_keys():
    """Keys that are mappings of keys that are mappings end in a finding as well."""
    for times, slug in ((20, "bad-key"), (900, "bad-key"), (MAX_BYTES // 2, "too-deep")):
        assert [one.slug for one in read_text("? " * times, "a.yaml").findings] == [slug]


def test_deep_nesting_by_indentation():
    """Indentation counts as nesting too."""
    text = "".join(f"{' ' * level}a:\n" for level in range(1000))
    assert [str(one) for one in read_text(text, "a.yaml").findings] == [
        "a.yaml:17:17: error[too-deep]: nested more than 16 levels deep",
    ]


def test_sixteen_levels_are_read():
    """The bound itself is still allowed, in a small file and in one that is audited first."""
    for text in ("[" * 16 + "]" * 16, "[" * 15 + "[], " * 3000 + "]" * 15):
        assert read_text(text, "a.yaml").findings == ()


def test_alias_bomb():
    """A file that would grow to a billion values is refused at once, every alias named."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    began = time.perf_counter()
    document = read_text("\n".join(lines), "a.yaml")
    assert time.perf_counter() - began < 1
    assert document.value is None
    assert [one.slug for one in document.findings].count("alias") == 80


def test_huge_file_of_trouble():
    """A mebibyte of nothing but trouble is answered within seconds."""
    began = time.perf_counter()
    for data in (b"\t\n" * (MAX_BYTES // 2), b"a: 010\n" * (MAX_BYTES // 7), b"- &a\n" * (MAX_BYTES // 5)):
        assert read_bytes(data, "a.yaml").findings
    assert time.perf_counter() - began < 30


def test_everything_wrong_is_said_at_once():
    """Findings that leave a value behind do not hide those that follow."""
    document = read_text("a: 2026-02-30\nb:\t010\na: True\n", "a.yaml")
    assert [(one.line, one.column, one.slug) for one in document.findings] == [
        (2, 3, "tab"), (1, 4, "bad-date"), (2, 4, "bad-number"), (3, 4, "ambiguous-word"), (3, 1, "duplicate-key"),
    ]  # fmt: skip


def test_line_endings_of_windows():
    """CRLF reads as LF, with the same places."""
    document = read_text("a: 1\r\nb: [x,\r\n  y]\r\n", "a.yaml")
    assert (document.findings, document.value, document.at(("b", 1))) == ((), {"a": 1, "b": ["x", "y"]}, (3, 3))


def test_places():
    """Every value and every key knows its line and column; a step that leads nowhere is passed over."""
    document = read_text("é: {b: [x, {c: 1}]}\nd: 2\n", "a.yaml")
    assert document.at(()) == (1, 1)
    assert document.at(("é", "b", 1, "c")) == (1, 16)
    assert document.at(("é", "b", 1, "c"), key=True) == (1, 13)
    assert document.at(("d",)) == (2, 4)
    assert document.at(("d",), key=True) == (2, 1)
    assert document.at(("é", "b", 7)) == (1, 8)
    assert document.at(("é", "missing")) == (1, 4)
    assert read_text("[", "a.yaml").at(("a",)) == (1, 1)
