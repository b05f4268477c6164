"""Compiled templates, kept where Python keeps the byte code of modules, and under the same conditions."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import sys
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from grader.files import AS_USUAL, write_whole

_DIGEST = 32  # bytes of SHA-256, before what it is of


class CompiledTemplates(BytecodeCache):
    """Compiling every template is a sixth of a command's start, so what is made of one is kept beside it.

    Nothing is kept where Python is told to keep no byte code, or where the folder may not be written.
    """

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """What is kept of a template; what was made of another text, or with other settings, is discarded."""
        settings = (environment.autoescape, environment.trim_blocks, environment.lstrip_blocks)
        return super().get_bucket(environment, name, filename, f"{settings}\n{source}")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Where one template is kept."""
        return importlib.util.cache_from_source(filename or name)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what is kept of one template, if it is there and whole."""
        with contextlib.suppress(OSError):
            kept = Path(bucket.key).read_bytes()
            if hashlib.sha256(kept[_DIGEST:]).digest() == kept[:_DIGEST]:
                bucket.bytecode_from_string(kept[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one template."""
        if sys.dont_write_bytecode:
            return
        made = bucket.bytecode_to_string()
        place = Path(bucket.key)
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, hashlib.sha256(made).digest() + made, mode=AS_USUAL)
