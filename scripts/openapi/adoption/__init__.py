"""Makes another description the project's own, if it has all that the overlay requires."""
