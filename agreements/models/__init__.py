"""The instruments and what they promise: one aggregate, edited and published together."""

from agreements.models.agreement import (
    Agreement,
    AgreementQuerySet,
    AgreementType,
    AuthenticLanguage,
    Costs,
    LegalCharacter,
    Level,
    Provision,
    PublicationStatus,
    Renewal,
    Term,
)
from agreements.models.areas import AreaLink, CooperationArea, Facet
from agreements.models.changes import Change, ChangeSubject
from agreements.models.comments import ReviewComment
from agreements.models.commitments import Bearer, Commitment, CommitmentQuerySet, Implementation, Modality, Recurrence
from agreements.models.events import Event, EventKind
from agreements.models.evidence import AgreementEvidence, EvidencedAgreementField, EvidencedPartyField, PartyEvidence
from agreements.models.files import SourceFile
from agreements.models.moves import PublicationMove
from agreements.models.relations import Relation, RelationKind
from agreements.models.sides import AgreementParty, PartyRole, Side
from agreements.models.sources import LostPassage, Passage, Source, SourceKind
from agreements.models.spelling import Word, WordTrigram
from agreements.models.statements import Statement, StatementForm
from agreements.models.words import FrequentTerm, LateAgreement, WordDocument, WordFrame

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
    "WordTrigram",
]
