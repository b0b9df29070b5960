// Reads cases, a JSON object a line, and prints what the simulator says of each: a word, or why it cannot judge.
import { createInterface } from 'node:readline'
import { runSimulation } from '@cloud-copilot/iam-simulate'

const named = (documents) => documents.map((policy, at) => ({ name: `p${at}`, policy }))

for await (const line of createInterface({ input: process.stdin })) {
  const one = JSON.parse(line)
  const of = (kind) => one.levels.filter(([name]) => name === kind).map(([, documents]) => named(documents))
  const answer = await runSimulation({
    request: {
      principal: one.principal, action: one.action,
      resource: { resource: one.resource, accountId: one.account }, contextVariables: one.context
    },
    identityPolicies: of('identity').flat(),
    permissionBoundaryPolicies: of('boundary')[0],
    serviceControlPolicies: of('scp').map((policies, at) => ({ orgIdentifier: `o${at}`, policies })),
    resourceControlPolicies: []
  }, {})
  process.stdout.write(`${answer.overallResult ?? `error ${JSON.stringify(answer.errors ?? answer).slice(0, 200)}`}\n`)
}
