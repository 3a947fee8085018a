"""Tables to take away: columns, rows in parts, and how CSV and XLSX are written and sent."""
