"""What an agreement can be: its type, level, legal character, state of publication and clauses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementType(models.TextChoices):
    """What the instrument is called (titles of 690 cultural treaty texts; Kazakh law on treaties of 2005)."""

    TREATY = "treaty", _("Treaty")
    AGREEMENT = "agreement", _("Agreement")
    CONVENTION = "convention", _("Convention")
    PROTOCOL = "protocol", _("Protocol")
    MEMORANDUM = "memorandum", _("Memorandum")
    EXCHANGE_OF_NOTES = "exchange_of_notes", _("Exchange of notes or letters")
    PROGRAMME = "programme", _("Programme of cooperation")
    PLAN = "plan", _("Plan of joint actions")
    ROADMAP = "roadmap", _("Roadmap")
    JOINT_STATEMENT = "joint_statement", _("Joint statement")
    LETTER_OF_INTENT = "letter_of_intent", _("Letter of intent")
    MINUTES = "minutes", _("Minutes")
    CONTRACT = "contract", _("Contract")
    AMENDMENT = "amendment", _("Amending instrument")
    OTHER = "other", _("Other instrument")


class Level(models.TextChoices):
    """On which level the two sides meet (Kazakh law on treaties of 2005, art. 2, and practice below it)."""

    INTERSTATE = "interstate", _("Interstate")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental")
    INTERDEPARTMENTAL = "interdepartmental", _("Interdepartmental")
    INTERREGIONAL = "interregional", _("Interregional")
    MUNICIPAL = "municipal", _("Municipal")
    INTERINSTITUTIONAL = "interinstitutional", _("Between institutions")
    MIXED = "mixed", _("Mixed")
    WITH_ORGANISATION = "with_organisation", _("With an international organisation")


class LegalCharacter(models.TextChoices):
    """Whether the text binds, and under which law. Undetermined where no source says."""

    BINDING = "binding", _("Binding under international law")
    NON_BINDING = "non_binding", _("Not binding")
    DOMESTIC_CONTRACT = "domestic_contract", _("Contract under domestic law")
    UNDETERMINED = "undetermined", _("Undetermined")


class PublicationStatus(models.TextChoices):
    """Where the record stands on its way to the public; moved only by agreements.publication.workflow."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Term(models.TextChoices):
    """For how long the instrument is concluded."""

    NOT_STATED = "not_stated", _("Not stated in the source")
    FIXED = "fixed", _("For a fixed term")
    INDEFINITE = "indefinite", _("For an indefinite term")
    UNTIL_FULFILLED = "until_fulfilled", _("Until what was promised is done")


class Renewal(models.TextChoices):
    """What happens when a fixed term ends."""

    NOT_STATED = "not_stated", _("Not stated in the source")
    AUTOMATIC = "automatic", _("Renewed automatically")
    BY_AGREEMENT = "by_agreement", _("Renewed if the sides agree")
    NONE = "none", _("Not renewed")


class Provision(models.TextChoices):
    """Whether the text provides for something."""

    NOT_STATED = "not_stated", _("Not stated in the source")
    PROVIDED = "provided", _("Provided for")
    NOT_PROVIDED = "not_provided", _("Not provided for")


class Costs(models.TextChoices):
    """Who pays for what was agreed."""

    NOT_STATED = "not_stated", _("Not stated in the source")
    EACH_ITS_OWN = "each_its_own", _("Each side bears its own costs")
    SENDING_AND_RECEIVING = (
        "sending_and_receiving",
        _("The sending side pays for travel, the receiving side for the stay"),
    )
    SIDE_1 = "side_1", _("The first side")
    SIDE_2 = "side_2", _("The second side")
    SHARED = "shared", _("Shared")
    CASE_BY_CASE = "case_by_case", _("Agreed case by case")
