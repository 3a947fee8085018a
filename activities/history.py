"""Every version of an activity and of an assessment is kept."""

from activities.models import Activity, Assessment
from database.history import keep_history

keep_history(Activity, m2m_fields=("organisers", "commitments", "proof_passages"))
keep_history(Assessment)
