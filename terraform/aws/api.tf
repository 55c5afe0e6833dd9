# What Slack calls. /async/generate is not here: the function asks others, nobody asks it.

resource "aws_apigatewayv2_api" "replybot" {
  name          = var.name
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "function" {
  api_id                 = aws_apigatewayv2_api.replybot.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_alias.live.invoke_arn
  payload_format_version = "2.0"
}

# Slack's requests carry a signature, which the function checks; health and readiness say nothing.
resource "aws_apigatewayv2_route" "replybot" {
  for_each = toset(["POST /slack/events", "GET /health", "GET /ready"])

  api_id             = aws_apigatewayv2_api.replybot.id
  route_key          = each.value
  authorization_type = "NONE"
  target             = "integrations/${aws_apigatewayv2_integration.function.id}"
}

resource "aws_cloudwatch_log_group" "api" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_apigatewayv2_stage" "replybot" {
  api_id      = aws_apigatewayv2_api.replybot.id
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      request_id = "$context.requestId"
      route      = "$context.routeKey"
      status     = "$context.status"
      latency_ms = "$context.responseLatency"
      error      = "$context.integrationErrorMessage"
    })
  }

  # Far above what a team clicks; bounds what a stranger can cost.
  default_route_settings {
    detailed_metrics_enabled = true
    throttling_burst_limit   = 100
    throttling_rate_limit    = 50
  }
}

resource "aws_lambda_permission" "api" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.replybot.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.replybot.execution_arn}/*/*"
}
