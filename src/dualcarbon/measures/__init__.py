"""What could be done: measures, and what each changes in the tree and when."""
