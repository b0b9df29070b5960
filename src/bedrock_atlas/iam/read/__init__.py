"""Documents as people have them: IAM JSON, Terraform JSON and plans, CloudFormation, SAM and CDK templates."""
