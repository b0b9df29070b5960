"""The one room that recommends: what else answers a question, each itself decided, none outside what was asked."""
