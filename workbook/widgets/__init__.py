"""What a learner moves: one widget a file. A widget holds no formula; it asks the subject floor."""
