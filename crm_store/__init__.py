"""The CRM: records, permissions, proposals, queries and files; knows nothing of language models."""
