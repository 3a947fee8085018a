"""The tables of activities whose changes public pages show."""

from agreements.change_log.triggers import WatchedTable

WATCHED = tuple(
    WatchedTable(f"activities_{table}")
    for table in ("activity", "activity_commitments", "activity_organisers", "activity_proof_passages", "assessment")
)
