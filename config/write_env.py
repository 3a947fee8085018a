"""Write .env for one's own machine: .env.example with a secret of its own, without TLS, for one person alone.

Runs before anything is installed, so it needs Python alone.
"""

import secrets
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


def write() -> None:
    """Write .env; a file that exists is left as it is."""
    example = (HOME / ".env.example").read_text(encoding="utf-8")
    own = example.replace("SECRET_KEY=", f"SECRET_KEY={secrets.token_urlsafe(50)}")
    for switch in ("HTTPS", "SECOND_FACTOR", "FOUR_EYES"):
        own = own.replace(f"{switch}=true", f"{switch}=false")
    with (HOME / ".env").open("x", encoding="utf-8") as file:
        file.write(own)


if __name__ == "__main__":
    write()
