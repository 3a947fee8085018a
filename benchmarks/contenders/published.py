"""A file as one would publish it with Datasette: a table of commitments with a column for each facet.

Several values of one record (areas, countries, parties, years) are JSON arrays, which is what Datasette's
array facets count; areas are stored with their broader terms. The table is a copy, not a view: a view
would compute the arrays of every row for every facet. Its file is opened as immutable, so that Datasette
counts its rows only once. All of this is in Datasette's favour.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TABLE = "commitments"
#: Facets, and whether their column holds an array.
FACETS = {
    "domains": True,
    "forms": True,
    "countries": True,
    "parties": True,
    "pair": False,
    "modality": False,
    "implementation": False,
    "type": False,
    "level": False,
    "status": False,
    "years": True,
}
COLUMNS = f"""
    CREATE TABLE published.{TABLE} (
        position INTEGER PRIMARY KEY, identifier TEXT, text TEXT, agreement TEXT,
        type TEXT, level TEXT, status TEXT, pair TEXT, modality TEXT, implementation TEXT,
        domains TEXT, forms TEXT, countries TEXT, parties TEXT, years TEXT
    )
"""
FILL = f"""
    WITH sides AS (
        SELECT s.agreement_id, json_group_array(DISTINCT p.slug) AS parties,
               json_group_array(DISTINCT p.country) FILTER (WHERE p.country <> '') AS countries
        FROM agreements_agreementparty s JOIN parties_party p ON p.id = s.party_id GROUP BY s.agreement_id
    ), spans AS (
        SELECT agreement_id, json_group_array(year) AS years FROM obvious_storedyear GROUP BY agreement_id
    ), areas AS (
        SELECT l.commitment_id,
               json_group_array(DISTINCT b.code) FILTER (WHERE b.facet = 'domain') AS domains,
               json_group_array(DISTINCT b.code) FILTER (WHERE b.facet = 'form') AS forms
        FROM agreements_commitment_areas l JOIN temp.broader b ON b.area = l.cooperationarea_id
        GROUP BY l.commitment_id
    )
    INSERT INTO published.{TABLE}
    SELECT row_number() OVER (ORDER BY a.pair, a.pair_number, c.number),
           a.pair || '-' || a.pair_number || '-' || c.number, coalesce(nullif(c.text_en, ''), c.text_kk),
           coalesce(nullif(a.title_en, ''), a.title_kk), a.type, a.level, s.status,
           lower(a.pair), c.modality, c.implementation,
           coalesce(areas.domains, '[]'), coalesce(areas.forms, '[]'), sides.countries, sides.parties, spans.years
    FROM agreements_agreement a
    JOIN agreements_commitment c ON c.agreement_id = a.id
    JOIN obvious_storedstatus s ON s.agreement_id = a.id
    JOIN sides ON sides.agreement_id = a.id
    JOIN spans ON spans.agreement_id = a.id
    LEFT JOIN areas ON areas.commitment_id = c.id
    WHERE a.status = 'published'
    ORDER BY a.pair, a.pair_number, c.number
"""  # noqa: S608 our own names


def publish(registry: Path, file: Path, areas: Mapping[str, Sequence[str]]) -> Path:
    """Write the file and the description Datasette reads beside it, whose path is returned.

    `areas` names for each area itself and its narrower ones.
    """
    file.unlink(missing_ok=True)
    with sqlite3.connect(registry) as connection:
        connection.execute("ATTACH ? AS published", [str(file)])
        connection.execute("CREATE TEMP TABLE broader (area INTEGER, code TEXT, facet TEXT)")
        known = {
            code: (key, facet)
            for key, code, facet in connection.execute("SELECT id, code, facet FROM agreements_cooperationarea")
        }
        links = [(known[below][0], code, known[code][1]) for code, own in areas.items() for below in own]
        connection.executemany("INSERT INTO temp.broader VALUES (?, ?, ?)", links)
        connection.execute(COLUMNS)
        connection.execute(FILL)
        for column in (name for name, is_array in FACETS.items() if not is_array):
            connection.execute(f"CREATE INDEX published.by_{column} ON {TABLE} ({column})")
        connection.commit()
        connection.execute("ANALYZE published")
        connection.commit()
    description = file.with_suffix(".json")
    facets = [{"array": name} if is_array else name for name, is_array in FACETS.items()]
    tables = {TABLE: {"facets": facets, "label_column": "identifier"}}
    description.write_text(json.dumps({"databases": {file.stem: {"tables": tables}}}), "utf-8")
    return description
