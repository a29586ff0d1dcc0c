"""Repairs invalid or unsupported parts of a description without a change of the wire format."""

from openapi.repair.repairs import Repair, repair_description
from openapi.repair.rules import RULES, Rule

__all__ = ["RULES", "Repair", "Rule", "repair_description"]
