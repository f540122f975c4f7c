"""How JupyterLab looks and behaves in the course."""
