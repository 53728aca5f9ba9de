"""Signing in to a shared workbench: a viewer looks, an analyst works, an administrator sees who did what; nobody else sees anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

PASSWORD = "a long enough phrase 7"
PERSONS = {"wang": "administrator", "li": "analyst", "zhao": "viewer"}


@pytest.fixture(scope="module")
def shared(finished, serve, copied, tmp_path_factory):
    """A shared server with three persons."""
    folder = copied(finished, tmp_path_factory.mktemp("shared") / "studies")
    for name, role in PERSONS.items():
        words = ["users", "add", str(folder), name, "--role", role]
        subprocess.run([sys.executable, "-m", "dualcarbon", *words], input=f"{PASSWORD}\n", text=True, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return serve(folder, "--server")


def signed_in(shared, look, name, password=PASSWORD):
    seen = look()
    seen.page.goto(f"{shared.url}/en/jiangsu/home")
    seen.page.locator("#name").fill(name)
    seen.page.locator("#password").fill(password)
    seen.page.locator("form.asked button").click()
    return seen


def test_nobody_sees_anything_before_signing_in(shared, look):
    seen = look()
    answer = seen.page.goto(f"{shared.url}/en/jiangsu/home")
    assert "Jiangsu" not in seen.page.content()
    assert seen.page.locator("#password").is_visible()
    assert answer.status in (200, 401)
    signed = signed_in(shared, look, "li", "wrong password")
    assert signed.page.locator("#password").is_visible()


def test_roles_see_what_they_may(shared, look):
    viewer = signed_in(shared, look, "zhao").page
    viewer.wait_for_url("**/jiangsu/home")
    assert viewer.locator("form[action$='/jobs/ask']").count() == 0
    assert viewer.goto(f"{shared.url}/en/audit").status == 403
    analyst = signed_in(shared, look, "li").page
    analyst.wait_for_url("**/jiangsu/home")
    assert analyst.locator("form[action$='/jobs/ask']").count() > 0
    administrator = signed_in(shared, look, "wang").page
    administrator.wait_for_url("**/jiangsu/home")
    assert administrator.goto(f"{shared.url}/en/audit").status == 200
    assert "zhao" in administrator.content()
