"""The page in a real browser: every view and deep link, the playground against the command line, axe, both themes."""

from __future__ import annotations

import contextlib
import csv
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.integration.served import COMMAND, Served, environment, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
SONNET = quote("anthropic.claude-sonnet-4-5-20250929-v1:0", safe="")
VIEWS = {
    "": "Models and geographies on ",
    "#/matrix?on=2025-12-01&q=sonnet": "Models and geographies on 2025-12-01",
    "#/matrix?geography=jp&provider=anthropic": "Models and geographies on ",
    f"#/model?id={SONNET}&on=2026-11-20": "Claude Sonnet 4.5 LEGACY",
    "#/model?id=nonsense": "No such model",
    f"#/flow?id={SONNET}&from=eu-west-2&on=2026-11-20": "Where data goes",
    "#/timeline": "Lifecycle on Amazon Bedrock",
    "#/timeline?provider=all&past=1": "Lifecycle on Amazon Bedrock",
    "#/changes?from=2026-06-15&on=2026-11-20": "Changes from 2026-06-15 to 2026-11-20",
    "#/ask": "Ask",
    "#/ask?q=Fable+5%2C+EU+residency&on=2026-11-20": "Ask",
    "#/ask?q=Sonnet%2C+EU+residency": "Ask",
    "#/ask?q=Sonnet+4.5&policies=eu-residency%2Ccompany&lang=boto3&on=2026-11-20": "Ask",
    "#/errors": "Errors",
    "#/nonsense?on=nonsense": "Models and geographies on ",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    if CHROMIUM is None and "REQUIRE_BROWSER" not in os.environ:
        pytest.skip("no Chromium here; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(browser: Browser, base: str, width: int = 1200, theme: str = "light") -> Iterator[Page]:
    """Open a page that may ask nobody but its own service and must say nothing on the console."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme, locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith((base, "data:")) else faults.append(one.url))
    try:
        yield page
        assert faults == []
    finally:
        context.close()


def show(page: Page, base: str, view: str) -> None:
    """Go to a view and wait until it is drawn."""
    page.goto(f"{base}/{view}")
    expect(page).to_have_title(re.compile(" · bedrock-atlas$"))


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, with the element."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def cli(*arguments: str, catalog: Path) -> str:
    """Run a command of the command line on a catalog and give what it prints."""
    done = subprocess.run(
        [*COMMAND, "--catalog", str(catalog), *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def test_every_view_can_be_linked_to(service: Served, browser: Browser):
    """A deep link shows its view, the title says so, nothing stands on the console and no other host is asked."""
    with opened(browser, service.url) as page:
        for view, heading in VIEWS.items():
            page.goto("about:blank")
            show(page, service.url, view)
            expect(page.locator("main h1")).to_contain_text(heading.split(" LEGACY")[0])


CHECKED = [
    "#/matrix?on=2025-12-01&q=sonnet", f"#/model?id={SONNET}&on=2026-11-20", f"#/flow?id={SONNET}&from=eu-west-2",
    "#/timeline", "#/changes?from=2026-10-20&on=2026-11-20", "#/ask?q=Sonnet%2C+EU+residency",
    "#/ask?q=Sonnet+4.5&policies=eu-residency%2Ccompany&on=2026-11-20", "#/ask?q=Fable+5%2C+EU+residency", "#/errors",
    "docs",
]  # fmt: skip


@pytest.mark.parametrize(("width", "theme"), [(1200, "light"), (360, "dark")])
def test_nothing_keeps_anybody_out(service: Served, browser: Browser, theme: str, width: int):
    """Axe finds nothing wrong in any view, in both themes, wide and narrow, and nothing is wider than the screen."""
    with opened(browser, service.url, width, theme) as page:
        found = {}
        for view in CHECKED:
            show(page, service.url, view)
            page.wait_for_selector("main h2, main table, main svg, main textarea")
            for summary in page.locator("summary").all():
                summary.click()
            wide = page.evaluate("document.documentElement.scrollWidth")
            found[view] = violations(page) + ([f"{wide} px wide"] if wide > width else [])
        assert {view: wrong for view, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    "ask",
    ["Sonnet 4.5, EU residency", "Fable 5, EU residency", "Sonnet 3.7",
     "Opus 4.8, Japan only, from ap-northeast-1, visual PDF, over converse"],
)  # fmt: skip
def test_the_playground_says_what_the_command_line_says(service: Served, browser: Browser, compiled: Path, ask: str):
    """The same question gives the same ID or denial, the same verdicts, obligations and warnings."""
    said = json.loads(cli("resolve", ask, "--on", "2026-11-20", "-o", "json", catalog=compiled))
    with opened(browser, service.url) as page:
        show(page, service.url, "#/ask?on=2026-11-20")
        page.get_by_label("Question").fill(ask)
        page.keyboard.press("Enter")
        panel = page.locator(".panel.yes, .panel.no")
        expect(panel).to_contain_text(said["id"] or said["summary"].removeprefix("no route: "))
        page.locator("summary", has_text="The verdict").click()
        rows = page.locator("table.verdicts tbody tr")
        expect(rows).to_have_count(len(said["verdicts"]))
        shown = [[cell.strip() for cell in row] for row in rows.evaluate_all(
            "rows => rows.map(row => [...row.children].map(cell => cell.textContent))")]  # fmt: skip
        assert [(row[0].removesuffix(" on bedrock-mantle"), row[1]) for row in shown] == [
            (one["id"], one["source"]) for one in said["verdicts"]
        ]
        assert [row[2] for row in shown if row[2] not in {"chosen", "admitted, ranked lower"}] == [
            one["detail"] for one in said["verdicts"] if not one["admitted"]
        ]
        text = page.locator("main").inner_text()
        assert all(one["message"] in text for one in said["warnings"])
        assert all(one["kind"] in text for one in said["obligations"])


@pytest.mark.parametrize("language", ["python", "cli"])
def test_the_snippet_is_the_command_lines(service: Served, browser: Browser, compiled: Path, language: str):
    """The code to copy is what `bedrock-atlas snippet` prints."""
    ask = "Sonnet 4.5, EU residency"
    expected = cli("snippet", ask, "--lang", language, "--on", "2026-11-20", catalog=compiled)
    with opened(browser, service.url) as page:
        show(page, service.url, f"#/ask?q={quote(ask)}&lang={language}&on=2026-11-20")
        assert page.locator(".snippet pre").text_content() == expected


def test_policies_are_chosen_and_their_attributes_set(service: Served, browser: Browser):
    """A shipped policy is added with a tick, its attributes become choices, and its rules decide."""
    with opened(browser, service.url) as page:
        show(page, service.url, "#/ask?q=Sonnet+4.5&on=2026-11-20")
        expect(page.locator(".panel.yes")).to_contain_text("global.")
        page.get_by_label("company").check()
        page.locator('[name="set.data"]').select_option("personal")
        page.locator('[name="set.environment"]').select_option("dev")
        expect(page.locator(".panel.yes")).to_contain_text("eu.anthropic")
        page.locator("summary", has_text="The verdict").click()
        expect(page.locator("table.verdicts")).to_contain_text("personal-in-eu")
        assert "policies=company" in page.url
        page.go_back()
        expect(page.locator('[name="set.environment"]')).to_have_value("prod")


COLUMNS = "global,us,eu,jp,apac,au,in,ca,us-gov,in-region"


@pytest.mark.parametrize("on", ["2025-12-01", "2026-11-20"])
def test_the_matrix_is_the_command_lines(service: Served, browser: Browser, compiled: Path, on: str):
    """On any date the page's matrix has the rows and cells of `bedrock-atlas matrix`, endpoints told apart."""
    kinds = {"No": "no", "Yes": "yes", "Mantle": "mantle", "Both": "both", "Listed": "listed"}
    said = cli("matrix", "--on", on, "-o", "csv", "--geographies", COLUMNS, catalog=compiled)
    expected = {
        row["id"]: {name: kinds[row[name]] for name in COLUMNS.split(",")} for row in csv.DictReader(said.splitlines())
    }
    with opened(browser, service.url) as page:
        show(page, service.url, f"#/matrix?on={on}")
        columns = page.locator("table.matrix thead th").all_text_contents()[1:]
        shown = page.locator("table.matrix tbody tr").evaluate_all(
            "rows => rows.map(row => [row.querySelector('.id').textContent,"
            " [...row.querySelectorAll('td')].map(cell => cell.className)])"
        )
    assert {model: dict(zip(columns, cells, strict=True)) for model, cells in shown} == expected


def test_search_and_dates_move_the_address(service: Served, browser: Browser):
    """Typing narrows at once, the date's buttons step from change to change, and going back undoes a step."""
    with opened(browser, service.url) as page:
        show(page, service.url, "#/matrix?on=2026-11-20")
        page.get_by_label("Find a model").press_sequentially("haiku 4.5")
        expect(page.get_by_role("status")).to_contain_text("1 of ")
        assert page.evaluate("document.activeElement.name") == "q"
        page.get_by_role("button", name="Day of the change before").click()
        earlier = page.locator("#on").input_value()
        assert earlier < "2026-11-20"
        expect(page.locator("main h1")).to_contain_text(earlier)
        page.go_back()
        expect(page.locator("main h1")).to_contain_text("2026-11-20")
        page.locator("table.matrix a").first.click()
        expect(page.locator("main h1")).to_contain_text("Claude Haiku 4.5")
        assert "on=2026-11-20" in page.url


def test_where_data_goes_shows_the_leak(service: Served, browser: Browser):
    """From London the eu. profile may process in the United Kingdom, so it is within no residency but names it."""
    with opened(browser, service.url) as page:
        show(page, service.url, f"#/flow?id={SONNET}&from=eu-west-2&on=2026-11-20")
        panel = page.locator("section.panel").first
        expect(panel).to_contain_text("eu.anthropic.claude-sonnet-4-5-20250929-v1:0")
        expect(panel).to_contain_text("United Kingdom")
        expect(panel.locator("b.none")).to_have_text("none")
        page.get_by_label("Called from").select_option("eu-central-1")
        expect(page.locator("section.panel").first.locator("b.within")).to_contain_text(["eu"])


def test_the_timeline_draws_every_life(service: Served, browser: Browser):
    """The picture has a bar a model, a legacy part where there is one, an end where it is known, and the day's line."""
    with opened(browser, service.url) as page:
        show(page, service.url, "#/timeline?on=2026-11-20")
        assert page.locator("svg.bars line.day").count() == 1
        assert page.locator("svg.bars text.dayname").text_content() == "2026-11-20"
        titles = page.locator("svg.bars title").all_text_contents()
        assert "Claude Sonnet 4.5, starts 2025-09-29, legacy 2026-10-08, ends 2027-04-08" in titles
        assert page.locator("svg.bars rect.legacy").count() >= 1
        assert page.locator("svg.bars line.end").count() >= 1


def test_it_works_from_the_keyboard(service: Served, browser: Browser):
    """The first stop skips to the content, links and the question are reached by Tab, and Enter works them."""
    with opened(browser, service.url) as page:
        show(page, service.url, "")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        for _ in range(6):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Ask"
        page.keyboard.press("Enter")
        expect(page.locator("main h1")).to_have_text("Ask")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "q"


def test_what_is_typed_is_never_markup(service: Served, browser: Browser):
    """A question that looks like HTML is shown as text, and no inline script can run."""
    with opened(browser, service.url) as page:
        show(page, service.url, f"#/ask?q={quote('<img src=x onerror=alert(1)>, EU residency')}")
        expect(page.locator(".panel.no")).to_contain_text("<img src=x onerror=alert(1)>")
        assert page.locator("main img").count() == 0
        policy = service.client.get("/").headers["content-security-policy"]
        assert "script-src 'self'" in policy


def test_a_service_that_wants_a_token_gets_it_from_the_page(tmp_path: Path, compiled: Path, browser: Browser):
    """Without a token the page asks for one, and shows the facts once it is right."""
    token = "a-token-of-some-length"  # noqa: S105  # made for this test
    with serving(tmp_path, catalog=compiled, BEDROCK_ATLAS_TOKENS=token) as served:
        context = browser.new_context()
        page = context.new_page()
        page.goto(served.url)
        expect(page.locator("main h1")).to_have_text("A token is needed")
        page.get_by_label("Token").fill(token)
        page.keyboard.press("Enter")
        expect(page.locator("main h1")).to_contain_text("Models and geographies")
        context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Iterator[str]:
    """Write the static site and serve its files with nothing but a file server, below a path."""
    root = tmp_path_factory.mktemp("site")
    cli("site", "--out", str(root / "atlas"), "--on", "2026-11-20", catalog=compiled)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/atlas"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_pasted_error_is_told_as_on_the_command_line(service: Served, browser: Browser, compiled: Path):
    """The page says the causes and fixes of the command line; what is not known is told, and nothing is kept."""
    model = "anthropic.claude-sonnet-4-5-20250929-v1:0"
    said = f"Invocation of model ID {model} with on-demand throughput isn\u2019t supported."
    words = ("diagnose", said, "--from", "eu-west-1", "--on", "2026-11-20", "-o", "json")
    told = json.loads(cli(*words, catalog=compiled))
    with opened(browser, service.url) as page:
        show(page, service.url, "#/errors?on=2026-11-20")
        page.get_by_label("Error", exact=True).fill(said)
        page.get_by_label("Region that was called").fill("eu-west-1")
        page.get_by_role("button", name="Look").click()
        panel = page.locator("section.panel")
        expect(panel).to_contain_text("profile-needed")
        for one in (*told["causes"], *told["fixes"]):
            expect(panel).to_contain_text(one.get("title") or one["text"])
        assert violations(page) == []
        assert "throughput" not in page.url
        page.get_by_label("Error", exact=True).fill("<img src=x onerror=alert(1)> disk full")
        page.get_by_role("button", name="Look").click()
        expect(page.locator(".panel.no")).to_contain_text("Not known")
        page.get_by_label("Error", exact=True).fill("Operation not allowed")
        page.get_by_label("Region that was called").fill("mars")
        page.get_by_role("button", name="Look").click()
        expect(page.locator(".panel.no")).to_contain_text("unknown Region")


def test_the_static_site_shows_the_same(site: str, browser: Browser):
    """Every view works from plain files below any path."""
    with opened(browser, site) as page:
        for view, heading in VIEWS.items():
            if not view.startswith("#/ask?"):
                show(page, site, view)
                expect(page.locator("main h1")).to_contain_text(heading.split(" LEGACY")[0])


def test_the_static_playground_says_what_it_is(site: str, browser: Browser, compiled: Path):
    """It shows the answers of the day it was written, which are those of the command line, and says so."""
    with opened(browser, site) as page:
        show(page, site, f"#/ask?id={SONNET}&residency=eu")
        expect(page.locator("main")).to_contain_text("no service decides behind it")
        expect(page.locator("main")).to_contain_text("2026-11-20")
        for residency, ask in (
            ("eu", "Sonnet 4.5, EU residency"),
            ("jp", "Sonnet 4.5, Japan only"),
            ("none", "Sonnet 4.5"),
        ):
            page.get_by_label("Residency").select_option(residency)
            said = json.loads(cli("resolve", ask, "--on", "2026-11-20", "-o", "json", catalog=compiled))
            expect(page.locator(".panel")).to_contain_text(said["id"])
        assert violations(page) == []
