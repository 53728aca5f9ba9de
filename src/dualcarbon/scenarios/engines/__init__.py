"""Other ways to give a pathway than the tree, behind the same face: members by years."""
