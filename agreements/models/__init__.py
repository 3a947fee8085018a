"""The instruments and what they promise: one aggregate, edited and published together."""

from agreements.models.agreement import Agreement, AgreementParty, AgreementQuerySet, AuthenticLanguage, PartyRole, Side
from agreements.models.areas import AreaLink, CooperationArea, Facet
from agreements.models.change_log import Change, ChangeSubject
from agreements.models.choices import (
    AgreementType,
    Costs,
    LegalCharacter,
    Level,
    Provision,
    PublicationStatus,
    Renewal,
    Term,
)
from agreements.models.commitments import Bearer, Commitment, CommitmentQuerySet, Implementation, Modality, Recurrence
from agreements.models.events import Event, EventKind, Relation, RelationKind
from agreements.models.evidence import AgreementEvidence, EvidencedAgreementField, EvidencedPartyField, PartyEvidence
from agreements.models.publication import PublicationMove, ReviewComment
from agreements.models.search_index import FrequentTerm, LateAgreement, Word, WordDocument, WordFrame
from agreements.models.sources import LostPassage, Passage, Source, SourceFile, SourceKind
from agreements.models.statements import Statement, StatementForm

__all__ = [
    "Agreement",
    "AgreementEvidence",
    "AgreementParty",
    "AgreementQuerySet",
    "AgreementType",
    "AreaLink",
    "AuthenticLanguage",
    "Bearer",
    "Change",
    "ChangeSubject",
    "Commitment",
    "CommitmentQuerySet",
    "CooperationArea",
    "Costs",
    "Event",
    "EventKind",
    "EvidencedAgreementField",
    "EvidencedPartyField",
    "Facet",
    "FrequentTerm",
    "Implementation",
    "LateAgreement",
    "LegalCharacter",
    "Level",
    "LostPassage",
    "Modality",
    "PartyEvidence",
    "PartyRole",
    "Passage",
    "Provision",
    "PublicationMove",
    "PublicationStatus",
    "Recurrence",
    "Relation",
    "RelationKind",
    "Renewal",
    "ReviewComment",
    "Side",
    "Source",
    "SourceFile",
    "SourceKind",
    "Statement",
    "StatementForm",
    "Term",
    "Word",
    "WordDocument",
    "WordFrame",
]
