"""Learning the weights of quoteattr's attribution from annotated articles."""
