//! Where personal data stands in a text: one detector a file, gathered here.
