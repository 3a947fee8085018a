"""Which texts of the parties are kept in three languages."""

from modeltranslation.translator import TranslationOptions, register

from parties.models import Official, Party, PartyName, Post


@register(Party)
class PartyTranslation(TranslationOptions):
    fields = ("name", "short_name")


@register(PartyName)
class PartyNameTranslation(TranslationOptions):
    fields = ("name",)


@register(Official)
class OfficialTranslation(TranslationOptions):
    fields = ("name",)


@register(Post)
class PostTranslation(TranslationOptions):
    fields = ("title",)
