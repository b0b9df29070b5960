"""Files that people write, turned into facts: strict YAML, the authoring models, the checks and the compiled document.

Nothing here is imported by `import bedrock_atlas`; it is the only part that needs PyYAML and pydantic.
"""
