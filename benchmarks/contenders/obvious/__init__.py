"""The list one writes without thinking of speed: a queryset, a filter set, a paginator, counts by GROUP BY."""
