"""Reports the effect of a newer description on callers, by rules with a reason each."""

from openapi.diff.change import Change
from openapi.diff.descriptions import find_changes
from openapi.diff.rules import RULES, Rule, Side, Verdict
from openapi.diff.writing import as_json, as_markdown, as_text

__all__ = ["RULES", "Change", "Rule", "Side", "Verdict", "as_json", "as_markdown", "as_text", "find_changes"]
