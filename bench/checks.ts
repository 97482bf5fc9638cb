import type { Sample } from './compare';
import { count, line, median, range, row, takeTurns, time } from './compare';
import type { Stage } from './stage';

interface GuardrailSample extends Sample {
  /** For the same template once more. */
  readonly again: number;
  /** For plain aws-cdk-lib to construct and synthesize it, in milliseconds. */
  readonly synthesis: number;
  readonly resources: number;
  readonly findings: number;
}

interface EvaluatorSample extends Sample {
  readonly decisions: number;
}

/** What checking costs: all guardrails on 500 resources of IAM, beside the synthesis of the same by plain aws-cdk-lib; and a single decision. */
export function compareChecks(stage: Stage, samples: number): { guardrailSeconds: number; decisionsInSecond: number } {
  const guardrails = line<GuardrailSample>('all guardrails, first', 'checks-guardrails');
  const evaluator = line<EvaluatorSample>('decisions', 'checks-evaluator');
  takeTurns([guardrails], samples, 'guardrails', ({ file }) => JSON.parse(stage.run(file)));
  takeTurns([evaluator], samples, 'evaluator', ({ file }) => JSON.parse(stage.run(file)));

  const [{ resources, findings }] = guardrails.samples;
  const again = (sample: GuardrailSample) => sample.again;
  const synthesis = (sample: GuardrailSample) => sample.synthesis;
  console.log(`\nThe guardrails on a template with ${count(resources)} resources of IAM (${count(findings)} findings), medians of ${samples}`);
  row('', 'time', 'range', '÷ synthesis');
  for (const [title, quantity] of [[guardrails.title, time], ['again', again], ['synthesis by aws-cdk-lib alone', synthesis]] as const) {
    const ratio = quantity === synthesis ? '' : `${(median(guardrails, quantity) / median(guardrails, synthesis)).toFixed(2)}×`;
    row(title, `${median(guardrails, quantity).toFixed(0)} ms`, range(guardrails, quantity), ratio);
  }

  const inSecond = (sample: EvaluatorSample) => sample.decisions / sample.milliseconds * 1_000;
  console.log(`\nDecisions of the evaluator in a second, medians of ${samples}`);
  row('', 'decisions', 'range');
  row('policies read once, six requests', count(Math.round(median(evaluator, inSecond))), range(evaluator, inSecond));
  return { guardrailSeconds: median(guardrails, time) / 1_000, decisionsInSecond: median(evaluator, inSecond) };
}
