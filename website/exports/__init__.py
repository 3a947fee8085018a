"""The public lists as tables to take away: what they hold, and how CSV and XLSX are written."""
