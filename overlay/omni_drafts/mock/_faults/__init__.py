"""Faults: their kinds, the rules that select requests, and the responses they change."""

from omni_drafts.mock._faults.kinds import Fault

__all__ = ["Fault"]
