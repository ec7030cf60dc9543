import { List } from '@mantine/core';
import type { FormRefusal } from './forms';
import { Refusal } from './QueryState';
import type { Asked } from './WhyNot';
import { texts } from '../texts';

/** Above a form's buttons: what was refused, and the fields that the form does not show itself. */
export function FormProblem({ refusal, asked }: { refusal?: FormRefusal; asked?: Asked }) {
  if (refusal === undefined) {
    return null;
  }
  return (
    <Refusal error={refusal.problem} asked={asked}>
      {refusal.beside ? texts.states.seeFields : null}
      {refusal.rest.length > 0 && (
        <List size="sm">
          {refusal.rest.map(({ field, message }) => (
            <List.Item key={field}>
              {field}: {message}
            </List.Item>
          ))}
        </List>
      )}
    </Refusal>
  );
}
