"""System checks: what would go wrong later is said at the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SITE_URL": "https://evident.example",
    "ALLOWED_HOSTS": "evident.example",
    "SECRET_KEY": "k7Jq2v9XwZ4s8Nf1Lr6Tb3Hd5Gm0Pc-yAeUiOxRtWqSzDvFbGnHjMkLpQwErTyUi",
    "DATABASE_URL": "postgres://evident@db.example/evident",
    "REDIS_URL": "redis://cache.example:6379/0",
    "WEB_WORKERS": "4",
    "TRUSTED_PROXIES": "1",
}


def ids(*tags: str, **kwargs) -> set[str]:
    return {message.id for message in run_checks(tags=tags, **kwargs)}


class TestSharedCache:
    @pytest.mark.parametrize(("workers", "redis", "found"), [(1, "", False), (2, "", True), (2, "redis://r", False)])
    def test_processes_need_one_between_them(self, settings, workers, redis, found):
        settings.WEB_WORKERS, settings.REDIS_URL = workers, redis
        assert ("cms.E001" in ids(Tags.caches)) is found


class TestRateLimits:
    @pytest.mark.parametrize(("limits", "found"), [(True, False), (False, True)])
    def test_a_machine_without_them_is_warned_of(self, settings, limits, found):
        settings.RATE_LIMITS, settings.TESTING = limits, False
        assert ("cms.W001" in ids(Tags.security)) is found


class TestOwnAddress:
    @pytest.mark.parametrize(("https", "found"), [(True, False), (False, True)])
    def test_a_deployment_needs_https(self, settings, https, found):
        settings.HTTPS = https
        assert ("cms.E002" in ids(Tags.security, include_deployment_checks=True)) is found

    def test_a_laptop_does_not(self, settings):
        settings.HTTPS = False
        assert "cms.E002" not in ids(Tags.security)

    @pytest.mark.parametrize(("proxies", "found"), [(0, True), (1, False)])
    def test_https_without_a_proxy_would_redirect_for_ever(self, settings, proxies, found):
        settings.HTTPS, settings.TRUSTED_PROXIES = True, proxies
        assert ("cms.E003" in ids(Tags.security, include_deployment_checks=True)) is found


class TestNamedHosts:
    def test_a_deployment_has_names(self, settings):
        settings.ALLOWED_HOSTS = settings.LOCAL_HOSTS
        assert "cms.E004" in ids(Tags.security, include_deployment_checks=True)
        settings.ALLOWED_HOSTS = ["evident.example"]
        assert "cms.E004" not in ids(Tags.security, include_deployment_checks=True)


class TestCheckDeploy:
    def check(self, tmp_path, **changes) -> subprocess.CompletedProcess:
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **PRODUCTION, **changes}
        return subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )

    def test_production_settings_pass(self, tmp_path):
        done = self.check(tmp_path)
        assert done.returncode == 0, done.stderr

    def test_a_site_without_https_does_not(self, tmp_path):
        done = self.check(tmp_path, SITE_URL="http://evident.example")
        assert done.returncode == 1
        assert "cms.E002" in done.stderr
