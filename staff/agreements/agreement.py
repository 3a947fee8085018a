"""Editing an agreement: the instrument and all that belongs to it on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from agreements.models import Agreement, AgreementParty, PublicationStatus
from agreements.publication.peer_review import confirm_review, record_unreviewed_change, waiting_mark
from agreements.publication.workflow import MoveRefused, NotSeen, move
from agreements.rules.completeness import examine, obstacles
from agreements.rules.publication_states import MOVES, ON_THE_WAY, PUBLISH_PERMISSION
from languages.translated import in_languages
from search.words.sync import catch_up
from staff.agreements import suggestions
from staff.agreements.badges import mark_page
from staff.agreements.completeness_panel import panel
from staff.agreements.forms.quotation import PartForm
from staff.agreements.forms.sources import SourceFormSet
from staff.agreements.forms.submission import Submission
from staff.agreements.inlines import PARTS, PartyEvidenceInline
from staff.agreements.list_filters import DeskFilter
from staff.agreements.row_fields import RowFields
from staff.agreements.warnings import guards
from staff.agreements.workbench import workbench
from staff.concurrent_edits.merge import moment
from staff.framework.search_sync import SearchSyncMixin
from staff.imports import record_files, spreadsheets
from staff.records.base import RegistryAdmin
from staff.review.changes_page import counted_since_public
from staff.review.comments import CommentPages, discussion, field_notes, may_comment
from staff.review.history import part_label, versions_of_all
from staff.review.old_versions import PastPages, stood_at
from staff.review.publication_panel import MoveForm, block, doubts, keep_note, kept_note, may_move, where_to_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

#: How many new doubts are told after saving; the block of publication shows all.
SHOWN_DOUBTS = 5
BROKEN = gettext_lazy("Nothing was saved: this agreement is public and must stay complete.")


@admin.register(Agreement)
class AgreementAdmin(RowFields, CommentPages, PastPages, SearchSyncMixin, RegistryAdmin):
    change_form_template = "admin/agreements/agreement/change_form.html"
    inlines = PARTS
    fieldsets = (
        (gettext_lazy("What it is"), {"fields": ("title", ("type", "level", "legal_character"), "number")}),
        (gettext_lazy("Summary"), {"fields": ("summary",)}),
        (
            gettext_lazy("Clauses"),
            {
                "fields": (
                    ("term", "term_months"),
                    ("renewal", "renewal_months"),
                    ("notice_months", "costs"),
                    ("joint_commission", "programme"),
                    "clauses_note",
                )
            },
        ),
    )
    list_display = ("title", "type", "identifier_or_none", "sides", "status", "updated_at")
    list_filter = ("status", DeskFilter, "type", "level", "legal_character")
    search_fields = (
        *in_languages("title", "summary", "agreement_parties__name"),
        "number",
        "pair",
    )
    ordering = ("-pk",)

    # What the list shows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        versions = Agreement.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date")  # type: ignore[attr-defined]
        return super().get_queryset(request).annotate(_updated_at=Subquery(versions.values("history_date")[:1]))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        changelist.queryset = changelist.queryset.prefetch_related("agreement_parties__party")
        changelist.result_list = changelist.result_list.prefetch_related("agreement_parties__party")
        return changelist

    @admin.display(description=gettext_lazy("identifier"), ordering="pair")
    def identifier_or_none(self, agreement: Agreement) -> str:
        return agreement.identifier or _("not given yet")

    @admin.display(description=gettext_lazy("sides"))
    def sides(self, agreement: Agreement) -> str:
        codes = dict.fromkeys(
            row.party.country_name or str(row) for row in agreement.agreement_parties.all() if row.role == "party"
        )
        return " – ".join(codes)

    @admin.display(description=gettext_lazy("last saved"), ordering="_updated_at")
    def updated_at(self, agreement: Any) -> Any:
        return agreement._updated_at

    def choice_label(self, agreement: Agreement) -> str:
        return " ".join(part for part in (agreement.identifier, str(agreement)) if part)

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Agreement | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is None or obj.status in ON_THE_WAY:
            return allowed
        return allowed and request.user.has_perm(PUBLISH_PERMISSION)

    def has_delete_permission(self, request: HttpRequest, obj: Agreement | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.moves.exists())

    def why_closed(self, agreement: Agreement) -> str:
        last = agreement.moves.select_related("made_by").order_by("-made_at", "-pk").first()
        if agreement.status in ON_THE_WAY or last is None:
            return ""
        by = (last.made_by.get_full_name() or last.made_by.get_username()) if last.made_by else _("the registry itself")
        words = {"user": by, "status": PublicationStatus(agreement.status).label, "time": moment(last.made_at)}
        return (
            _("%(user)s made this agreement “%(status)s” (%(time)s). Now only who may publish can change it.") % words
        )

    def view_on_site(self, agreement: Agreement) -> str | None:
        if not agreement.is_public:
            return None
        return reverse("agreements:detail", kwargs={"identifier": agreement})

    # The page and its parts

    def get_inlines(self, request: HttpRequest, obj: Agreement | None) -> Any:
        inlines = super().get_inlines(request, obj)
        if obj is None:  # evidence about parties needs parties first
            return [inline for inline in inlines if inline is not PartyEvidenceInline]
        return inlines

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if issubclass(inline.form, PartForm):
            options["form_kwargs"] = {"submission": self._submission(request, obj)}
        return options

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        self._submission(request, obj).formsets.update({formset.model: formset for formset in formsets})
        return formsets, inlines

    def _submission(self, request: Any, agreement: Agreement) -> Submission:
        if not hasattr(request, "submission"):
            request.submission = Submission(agreement, request.user, timezone.now())
        return request.submission

    # History

    def render_history_view(self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any) -> Any:
        """The whole page's history, since all of it is edited as one."""
        paginator = Paginator(versions_of_all(context["object"].pk), self.history_list_per_page)
        page = paginator.get_page(request.GET.get(PAGE_VAR))
        for version in page.object_list:
            version.part = part_label(version)
            version.stood_at = stood_at(context["object"], version)
        self.set_history_delta_changes(request, page)
        context |= {
            "page_obj": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "pagination_required": paginator.num_pages > 1,
        }
        return super().render_history_view(request, template, context, **kwargs)

    # Publication

    def get_urls(self) -> list[Any]:
        move_url = path(
            "<path:object_id>/publication/",
            self.admin_site.admin_view(self.publication_view),
            name="agreements_agreement_publication",
        )
        return [
            move_url,
            path(
                "<path:object_id>/looked-at/",
                self.admin_site.admin_view(self.looked_at_view),
                name="agreements_agreement_looked_at",
            ),
            *self._asked_while_typing(),
            *record_files.urls(self),
            *spreadsheets.urls(self),
            *super().get_urls(),
        ]

    def _asked_while_typing(self) -> list[Any]:
        asked = {"area-suggestions": suggestions.area_suggestions, "duplicates": suggestions.duplicates}
        return [
            path(
                f"{address}/",
                self.admin_site.admin_view(self._for_those_who_edit(view)),
                name=f"agreements_agreement_{address.replace('-', '_')}",
            )
            for address, view in asked.items()
        ]

    def _for_those_who_edit(self, view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
        @transaction.non_atomic_requests  # it only reads, many times a minute
        @require_POST
        def permitted(request: HttpRequest) -> HttpResponse:
            if not (self.has_change_permission(request) or self.has_add_permission(request)):
                raise PermissionDenied
            return view(request)

        return permitted

    # Saving

    def save_model(self, request: Any, obj: Agreement, form: Any, change: bool) -> None:
        request.known_doubts = [*doubts(obj), *guards(obj).told] if change else []
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """What is public stays complete: changes that would break it are refused as a whole."""
        super().save_related(request, form, formsets, change)
        agreement: Agreement = form.instance
        for side in self._submission(request, agreement).formsets[AgreementParty].forms:
            side.save_evidence()
        if agreement.is_public and (reasons := obstacles(agreement)):
            raise ValidationError([BROKEN, *reasons])
        record_unreviewed_change(agreement, request.user, self._submission(request, agreement).at)
        for told in (told for formset in formsets if isinstance(formset, SourceFormSet) for told in formset.told()):
            messages.info(request, told)
        found = [*guards(agreement).told, *doubts(agreement)]
        new = [doubt for doubt in found if doubt not in request.known_doubts]
        for doubt in new[:SHOWN_DOUBTS]:
            messages.warning(request, doubt)

    def forget(self, request: Any) -> None:
        request.__dict__.pop("submission", None)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        agreement = context.get("original")
        context["row_fields_url"] = self.row_fields_url(agreement)
        if agreement is not None and agreement.pk:
            found = examine(agreement)
            context["publication"] = block(agreement, request.user, found)  # type: ignore[arg-type]
            context["kept_note"] = kept_note(request, agreement)
            may_type = self.has_change_permission(request, agreement)
            rows = context["inline_admin_formsets"]
            context["panel"] = panel(agreement, rows, found.obstacles, is_editable=may_type)
            context["since"] = counted_since_public(agreement)
            may_write = may_comment(self, request, agreement)
            comments = discussion(agreement, rows, may_write=may_write, may_resolve=may_type)
            field_notes(context["adminform"].form, comments)
            context["comments"] = comments
            formsets = {inline.formset.model: inline.formset for inline in rows}
            mark_page(context["adminform"].form, formsets)
            context["workbench"] = workbench(agreement, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_POST)
    def publication_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Move the agreement, or say why it cannot be moved."""
        agreement = self.get_object(request, unquote(object_id))
        if agreement is None:
            raise Http404
        form = MoveForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This move could not be understood; nothing was changed."))
        if not (form.is_valid() and self._move(request, agreement, **form.cleaned_data)):
            keep_note(request, agreement)
        return HttpResponseRedirect(reverse("admin:agreements_agreement_change", args=(agreement.pk,)))

    @method_decorator(require_POST)
    def looked_at_view(self, request: Any, object_id: str) -> HttpResponse:
        """Another publisher looked at what was changed in public."""
        agreement = self.asked_agreement(request, object_id)
        if not request.user.has_perm(PUBLISH_PERMISSION):
            raise PermissionDenied
        if request.POST.get("seen") != waiting_mark(agreement):
            refusal = _("This record was saved after you opened it. Look at it as it stands now.")
            messages.error(request, format_html('{} <a href="{}">{}</a>', refusal, *where_to_look(agreement)))
        elif confirm_review(agreement, request.user, timezone.now()):
            messages.success(request, _("It is recorded that you looked at the change."))
        return HttpResponseRedirect(reverse("admin:agreements_agreement_change", args=(agreement.pk,)))

    def _move(self, request: HttpRequest, agreement: Agreement, to: str, note: str, seen: str) -> bool:
        """Whether it was moved; where it was not, the reasons are told."""
        if to in MOVES[agreement.status] and not may_move(request.user, agreement, to):  # type: ignore[arg-type]
            raise PermissionDenied
        if not self.has_view_permission(request, agreement):
            raise PermissionDenied
        try:
            made = move(agreement, to, by=request.user, at=timezone.now(), note=note, seen=seen)  # type: ignore[arg-type]
            catch_up()
        except NotSeen as refusal:
            messages.error(request, format_html('{} <a href="{}">{}</a>', refusal, *where_to_look(agreement)))
            return False
        except MoveRefused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return False
        label = PublicationStatus(made.to_status).label
        messages.success(request, _("The agreement is now: %(status)s.") % {"status": label})
        return True
