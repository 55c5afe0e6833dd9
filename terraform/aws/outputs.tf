output "account" {
  description = "The account."
  value       = local.account
}

output "function_name" {
  description = "The function."
  value       = aws_lambda_function.replybot.function_name
}

output "function_role_name" {
  description = "The function's role, known before the function is."
  value       = aws_iam_role.function.name
}

output "google_role_arn" {
  description = "The role that Google's service account takes."
  value       = one(aws_iam_role.google[*].arn)
}

output "table_name" {
  description = "The table."
  value       = local.table_name
}

output "configuration_set" {
  description = "What SES reports replies by."
  value       = aws_sesv2_configuration_set.replies.configuration_set_name
}

output "log_group" {
  description = "The function's logs."
  value       = aws_cloudwatch_log_group.function.name
}

output "repository_url" {
  description = "Where images are pushed to."
  value       = aws_ecr_repository.replybot.repository_url
}

output "api_url" {
  description = "Where the function answers."
  value       = aws_apigatewayv2_api.replybot.api_endpoint
}

output "dns_records" {
  description = "What the mail domain's DNS has to hold."
  value       = local.dns_records
}

output "secret_arn" {
  description = "The secret."
  value       = aws_secretsmanager_secret.replybot.arn
}

output "alarm_topic_arn" {
  description = "Where alarms go."
  value       = aws_sns_topic.alarms.arn
}

output "dashboard_url" {
  description = "The dashboard."
  value       = "https://${local.region}.console.aws.amazon.com/cloudwatch/home?region=${local.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.replybot.dashboard_name}"
}

output "github_role_arn" {
  description = "The role that GitHub's workflow takes."
  value       = one(aws_iam_role.github[*].arn)
}
