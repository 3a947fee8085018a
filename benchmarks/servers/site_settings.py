"""The registry's own settings; only the collected static files lie in the benchmark's folder."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403 the same settings, on purpose

STATIC_ROOT = Path(os.environ["BENCHMARK_STATIC_ROOT"])
