"""Every version of an agreement and of what belongs to it is kept.

Versions are drafts too: no public page reads them.
"""

from agreements import models
from database.history import keep_history

keep_history(models.Agreement)
keep_history(models.AuthenticLanguage)
keep_history(models.AgreementParty)
keep_history(models.Relation)
keep_history(models.Source)
keep_history(models.SourceFile)
keep_history(models.Passage)
keep_history(models.AgreementEvidence)
keep_history(models.PartyEvidence)
keep_history(models.CooperationArea)
keep_history(models.AreaLink)
keep_history(models.Event, m2m_fields=("passages",))
keep_history(models.Commitment, m2m_fields=("areas", "bearers", "passages"))
keep_history(models.Statement, m2m_fields=("passages",))
