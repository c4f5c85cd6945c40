"""The pages of the tools: one view, one form and one template for all of them."""
