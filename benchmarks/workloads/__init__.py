"""What is measured: run in the measured environment, which has the peers and nothing of the tools."""
