"""Which texts about what was done are kept in three languages."""

from modeltranslation.translator import TranslationOptions, register

from activities.models import Activity, Assessment


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("title", "place", "outcome")


@register(Assessment)
class AssessmentTranslation(TranslationOptions):
    fields = ("reason",)
