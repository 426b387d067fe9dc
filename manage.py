#!/usr/bin/env python
"""Runs Evident's management commands."""

import gc
import os
import sys

if __name__ == "__main__":
    # All that a start loads is kept: looks for garbage in it are a tenth of what a start costs.
    gc.set_threshold(10_000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from cms.serving import preflight

    try:
        settings.INSTALLED_APPS  # noqa: B018  (reads the environment)
        if sys.argv[1:2] == ["serve"]:
            preflight.look(settings.DATA_DIR, settings.HOST, settings.PORT)
    except ImproperlyConfigured as error:
        sys.exit(f"Evident's environment is not right: {error}")
    except preflight.CannotServe as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)
