"""Values that nobody types by hand."""

from __future__ import annotations

NASTY = [
    "-1", "0", "1", "99999", "99999999999999999999", "9223372036854775808", "-9223372036854775809", "1e309", "NaN", "٣",
    "%00", "%", "%25", "_", "'", "\"", "')--", "<script>alert(1)</script>", "../../etc/passwd",
    "\\", "😀", "ﬀ", "İ", " ",
    "a" * 5000, "қ" * 300, "%F0%28%8C%28", "[]", "{}", "null", "true", "music,theatre", "not-stated", "last",
]  # fmt: skip
