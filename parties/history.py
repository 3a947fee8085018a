"""Every version of a party and of what belongs to it is kept."""

from database.history import keep_history
from parties.models import Official, Party, PartyIdentifier, PartyName, Post, Succession

for model in (Party, PartyIdentifier, PartyName, Succession, Official, Post):
    keep_history(model)
