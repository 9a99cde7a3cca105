"""Reports on the web: looked at, downloaded, and waited for. Loads nothing that counts or draws."""
