"""What AWS reports: asked in every Region, compared with the catalog, proposed as a reviewed change.

`observe` is the only part that talks to AWS and the only one that imports boto3; everything after it is a pure function
of dated snapshots and the catalog, so a finding can be looked at again without an account.
"""
