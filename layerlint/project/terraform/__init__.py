"""Terraform: plans as `terraform show -json` writes them, and the modules themselves."""
