"""Bringing back an earlier version of a record that is on its way to the public: a change of it like any other.

`planned` says beforehand what comes back and what cannot, and why; `restore` does just that.
"""

from agreements.versions.restoring.planner import planned
from agreements.versions.restoring.restoration import Restoration
from agreements.versions.restoring.writer import restore

__all__ = ["Restoration", "planned", "restore"]
