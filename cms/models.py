"""Rows of the roof: the version of everything that can appear in an answer (written by tags.py), and workers' signs of life."""

from django.db import models


class TagVersion(models.Model):
    """How often the object behind a cache tag (`page:5`, `image:3`, `articles`) has changed."""

    tag = models.CharField(max_length=100, primary_key=True)
    version = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.tag} v{self.version}"


class WorkerBeat(models.Model):
    """When a worker of the `later` tasks last showed itself (see worker.py, the only code that writes it)."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.worker_id} at {self.beat_at:%Y-%m-%d %H:%M:%S}"
