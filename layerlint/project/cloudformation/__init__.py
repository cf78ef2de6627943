"""CloudFormation templates, as people, AWS SAM, the CDK and other tools write them."""
