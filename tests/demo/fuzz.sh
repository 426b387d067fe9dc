#!/usr/bin/env bash
# Asks every endpoint with values good and bad, first as a moderator, then as anybody: no 5xx, no status that the OpenAPI
# document does not know, no answer that breaks its schema. The same requests in each run.
set -euo pipefail
cd "$(dirname "$0")/../.."

export SCHEMATHESIS_HOOKS=tests.demo.fuzzing PYTHONPATH="$PWD"
checks=not_a_server_error,status_code_conformance,content_type_conformance
checks+=,response_schema_conformance,response_headers_conformance
fuzz() {
    timeout 300 .venv/bin/st run "$EVIDENT_URL/api/v2/schema/" --checks "$checks" --seed 1 --workers 1 \
        --warnings off --no-color --no-shrink --continue-on-failure "$@"
}
fuzz --phases coverage,fuzzing --max-examples 15 --header "Authorization: Bearer $EVIDENT_TOKEN"
fuzz --phases fuzzing --max-examples 10 --include-path-regex '/(comments|moderation|articles)/'

# The write API answers for whatever an administrator's tool sends; what its own document says of statuses is Wagtail's.
token="$(.venv/bin/python manage.py api_tokens create --user admin --name checks | tail -n 1)"
env -u SCHEMATHESIS_HOOKS timeout 300 .venv/bin/st run "$EVIDENT_URL/api/v3/openapi.json" --url "$EVIDENT_URL" \
    --checks not_a_server_error --seed 1 --workers 1 --warnings off --no-color --no-shrink --continue-on-failure \
    --phases fuzzing --max-examples 10 --exclude-path-regex /snippets/ --header "Authorization: Bearer $token"
