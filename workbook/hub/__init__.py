"""A JupyterHub for a workshop: ready settings for one machine, and on paper for Kubernetes.

``docs/hub.md`` leads through it.
"""
