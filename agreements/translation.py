"""Which texts of agreements are kept in three languages."""

from modeltranslation.translator import TranslationOptions, register

from agreements import models


@register(models.Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary", "clauses_note")


@register(models.AgreementParty)
class AgreementPartyTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Source)
class SourceTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Event)
class EventTranslation(TranslationOptions):
    fields = ("place", "note", "reason")


@register(models.CooperationArea)
class CooperationAreaTranslation(TranslationOptions):
    fields = ("label", "definition")


@register([models.Commitment, models.Statement])
class TextTranslation(TranslationOptions):
    fields = ("text",)


@register([models.AgreementEvidence, models.PartyEvidence])
class ReasonTranslation(TranslationOptions):
    fields = ("reason",)
