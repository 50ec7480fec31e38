"""What `dev.py` is made of (standard library only), and scripts that make shipped files."""
