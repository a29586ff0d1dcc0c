"""Corrects what is wrong in a description, or unreadable for the generator, and keeps its meaning on the wire."""

from openapi.repair.repairs import Repair, repair_description
from openapi.repair.rules import RULES, Rule

__all__ = ["RULES", "Repair", "Rule", "repair_description"]
