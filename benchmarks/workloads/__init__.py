"""Workloads of the measured environment, which has the alternatives and none of the tools."""
