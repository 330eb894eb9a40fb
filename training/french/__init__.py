"""Training of the French Stanza model that quoteattr ships."""
